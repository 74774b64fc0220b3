;; Finds row ends in CSV, 64 bytes at a step. scripts/build-scan-kernel.mjs turns this into scan-kernel.ts.
;;
;; Every 64 bytes become bit masks, one bit a byte, lowest bit first: where quotes, delimiters, line feeds and carriage
;; returns are. The running parity of the quotes (a prefix XOR) tells which bytes are inside quotes.
;;
;; Memory:   0  state between calls, see the loads at the start of $scan
;;        1024  the bytes to scan, up to 64 KiB, and room for one step more
;;      131072  the row ends found, as i32 offsets after each row's line feed
(module
  (memory (export "memory") 6)

  ;; Scans $length bytes. Stops early after a row of other than $expected delimiters (unless that is negative), and at
  ;; bytes that are not sound CSV; says so at offset 36. Returns the number of row ends found before.
  (func (export "scan")
    (param $length i32) (param $delimiter i32) (param $expected i32) (result i32)
    (local $at i32) (local $found i32) (local $width i32) (local $count i32)
    (local $bytes0 v128) (local $bytes1 v128) (local $bytes2 v128) (local $bytes3 v128)
    (local $wanted v128)
    (local $quotes i64) (local $delimiters i64) (local $feeds i64) (local $returns i64)
    (local $inside i64) (local $outside i64) (local $parity i64) (local $valid i64)
    (local $separators i64) (local $closing i64) (local $unsound i64) (local $row i64) (local $last i64)
    (local $afterSeparator i64) (local $afterClosing i64) (local $afterReturn i64)

    (local.set $parity         (i64.load (i32.const 0)))   ;; all ones where the step before ended inside quotes
    (local.set $afterSeparator (i64.load (i32.const 8)))   ;; 1 where it ended in a delimiter, line feed or quote
    (local.set $afterClosing   (i64.load (i32.const 16)))  ;; 1 where it ended in a closing quote
    (local.set $afterReturn    (i64.load (i32.const 24)))  ;; 1 where it ended in a carriage return outside quotes
    (local.set $count          (i32.load (i32.const 32)))  ;; delimiters of the row so far
    (i32.store (i32.const 36) (i32.const 0))               ;; why it stopped: 0 at the end, 1 row length, 2 not sound

    (block $end
      (loop $step
        (br_if $end (i32.ge_u (local.get $at) (local.get $length)))
        (local.set $bytes0 (v128.load offset=1024 (local.get $at)))
        (local.set $bytes1 (v128.load offset=1040 (local.get $at)))
        (local.set $bytes2 (v128.load offset=1056 (local.get $at)))
        (local.set $bytes3 (v128.load offset=1072 (local.get $at)))

        (local.set $wanted (i8x16.splat (i32.const 0x22)))
        (local.set $quotes
          (i64.or
            (i64.or
              (i64.extend_i32_u (i8x16.bitmask (i8x16.eq (local.get $bytes0) (local.get $wanted))))
              (i64.shl (i64.extend_i32_u (i8x16.bitmask (i8x16.eq (local.get $bytes1) (local.get $wanted)))) (i64.const 16)))
            (i64.or
              (i64.shl (i64.extend_i32_u (i8x16.bitmask (i8x16.eq (local.get $bytes2) (local.get $wanted)))) (i64.const 32))
              (i64.shl (i64.extend_i32_u (i8x16.bitmask (i8x16.eq (local.get $bytes3) (local.get $wanted)))) (i64.const 48)))))
        (local.set $wanted (i8x16.splat (local.get $delimiter)))
        (local.set $delimiters
          (i64.or
            (i64.or
              (i64.extend_i32_u (i8x16.bitmask (i8x16.eq (local.get $bytes0) (local.get $wanted))))
              (i64.shl (i64.extend_i32_u (i8x16.bitmask (i8x16.eq (local.get $bytes1) (local.get $wanted)))) (i64.const 16)))
            (i64.or
              (i64.shl (i64.extend_i32_u (i8x16.bitmask (i8x16.eq (local.get $bytes2) (local.get $wanted)))) (i64.const 32))
              (i64.shl (i64.extend_i32_u (i8x16.bitmask (i8x16.eq (local.get $bytes3) (local.get $wanted)))) (i64.const 48)))))
        (local.set $wanted (i8x16.splat (i32.const 0x0a)))
        (local.set $feeds
          (i64.or
            (i64.or
              (i64.extend_i32_u (i8x16.bitmask (i8x16.eq (local.get $bytes0) (local.get $wanted))))
              (i64.shl (i64.extend_i32_u (i8x16.bitmask (i8x16.eq (local.get $bytes1) (local.get $wanted)))) (i64.const 16)))
            (i64.or
              (i64.shl (i64.extend_i32_u (i8x16.bitmask (i8x16.eq (local.get $bytes2) (local.get $wanted)))) (i64.const 32))
              (i64.shl (i64.extend_i32_u (i8x16.bitmask (i8x16.eq (local.get $bytes3) (local.get $wanted)))) (i64.const 48)))))
        (local.set $wanted (i8x16.splat (i32.const 0x0d)))
        (local.set $returns
          (i64.or
            (i64.or
              (i64.extend_i32_u (i8x16.bitmask (i8x16.eq (local.get $bytes0) (local.get $wanted))))
              (i64.shl (i64.extend_i32_u (i8x16.bitmask (i8x16.eq (local.get $bytes1) (local.get $wanted)))) (i64.const 16)))
            (i64.or
              (i64.shl (i64.extend_i32_u (i8x16.bitmask (i8x16.eq (local.get $bytes2) (local.get $wanted)))) (i64.const 32))
              (i64.shl (i64.extend_i32_u (i8x16.bitmask (i8x16.eq (local.get $bytes3) (local.get $wanted)))) (i64.const 48)))))

        ;; The last step may have fewer than 64 bytes: what lies behind them does not count.
        (local.set $width (i32.sub (local.get $length) (local.get $at)))
        (local.set $valid (i64.const -1))
        (if (i32.lt_u (local.get $width) (i32.const 64))
          (then
            (local.set $valid
              (i64.sub (i64.shl (i64.const 1) (i64.extend_i32_u (local.get $width))) (i64.const 1)))
            (local.set $quotes (i64.and (local.get $quotes) (local.get $valid)))
            (local.set $delimiters (i64.and (local.get $delimiters) (local.get $valid)))
            (local.set $feeds (i64.and (local.get $feeds) (local.get $valid)))
            (local.set $returns (i64.and (local.get $returns) (local.get $valid))))
          (else (local.set $width (i32.const 64))))

        ;; $inside: the parity of the quotes up to and with each byte.
        (local.set $inside (local.get $parity))
        (if (i64.ne (i64.or (local.get $quotes) (local.get $parity)) (i64.const 0))
          (then
            (local.set $inside (i64.xor (local.get $quotes) (i64.shl (local.get $quotes) (i64.const 1))))
            (local.set $inside (i64.xor (local.get $inside) (i64.shl (local.get $inside) (i64.const 2))))
            (local.set $inside (i64.xor (local.get $inside) (i64.shl (local.get $inside) (i64.const 4))))
            (local.set $inside (i64.xor (local.get $inside) (i64.shl (local.get $inside) (i64.const 8))))
            (local.set $inside (i64.xor (local.get $inside) (i64.shl (local.get $inside) (i64.const 16))))
            (local.set $inside (i64.xor (local.get $inside) (i64.shl (local.get $inside) (i64.const 32))))
            (local.set $inside (i64.xor (local.get $inside) (local.get $parity)))
            (local.set $parity (i64.shr_s (local.get $inside) (i64.const 63)))
            (local.set $outside (i64.xor (local.get $inside) (i64.const -1)))
            (local.set $delimiters (i64.and (local.get $delimiters) (local.get $outside)))
            (local.set $feeds (i64.and (local.get $feeds) (local.get $outside)))
            (local.set $returns (i64.and (local.get $returns) (local.get $outside)))))

        ;; Sound CSV: before an opening quote stands a separator or the other half of a doubled quote; after a closing
        ;; one a separator, a carriage return or the other half; after a carriage return outside quotes a line feed.
        (local.set $separators
          (i64.or (i64.or (local.get $delimiters) (local.get $feeds)) (local.get $quotes)))
        (local.set $closing (i64.and (local.get $quotes) (i64.xor (local.get $inside) (i64.const -1))))
        (local.set $unsound
          (i64.and
            (local.get $valid)
            (i64.or
              (i64.and
                (i64.and (local.get $quotes) (local.get $inside))
                (i64.xor
                  (i64.or (i64.shl (local.get $separators) (i64.const 1)) (local.get $afterSeparator))
                  (i64.const -1)))
              (i64.or
                (i64.and
                  (i64.or (i64.shl (local.get $closing) (i64.const 1)) (local.get $afterClosing))
                  (i64.xor (i64.or (local.get $separators) (local.get $returns)) (i64.const -1)))
                (i64.and
                  (i64.or (i64.shl (local.get $returns) (i64.const 1)) (local.get $afterReturn))
                  (i64.xor (local.get $feeds) (i64.const -1)))))))
        (local.set $last (i64.extend_i32_u (i32.sub (local.get $width) (i32.const 1))))
        (local.set $afterSeparator (i64.and (i64.shr_u (local.get $separators) (local.get $last)) (i64.const 1)))
        (local.set $afterClosing (i64.and (i64.shr_u (local.get $closing) (local.get $last)) (i64.const 1)))
        (local.set $afterReturn (i64.and (i64.shr_u (local.get $returns) (local.get $last)) (i64.const 1)))

        ;; Rows that end before the first unsound byte still count.
        (if (i64.ne (local.get $unsound) (i64.const 0))
          (then
            (local.set $feeds
              (i64.and
                (local.get $feeds)
                (i64.sub
                  (i64.and (local.get $unsound) (i64.sub (i64.const 0) (local.get $unsound)))
                  (i64.const 1))))))

        (if (i64.ne (local.get $feeds) (i64.const 0))
          (then
            (loop $nextRow
              ;; $row: the bits up to and with the lowest line feed.
              (local.set $row (i64.xor (local.get $feeds) (i64.sub (local.get $feeds) (i64.const 1))))
              (local.set $count
                (i32.add
                  (local.get $count)
                  (i32.wrap_i64 (i64.popcnt (i64.and (local.get $delimiters) (local.get $row))))))
              (i32.store offset=131072
                (i32.shl (local.get $found) (i32.const 2))
                (i32.add
                  (i32.add (local.get $at) (i32.wrap_i64 (i64.ctz (local.get $feeds))))
                  (i32.const 1)))
              (local.set $found (i32.add (local.get $found) (i32.const 1)))
              (if (i32.and
                    (i32.ne (local.get $count) (local.get $expected))
                    (i32.ge_s (local.get $expected) (i32.const 0)))
                (then
                  (i32.store (i32.const 36) (i32.const 1))
                  (return (local.get $found))))
              (local.set $count (i32.const 0))
              (local.set $delimiters
                (i64.and (local.get $delimiters) (i64.xor (local.get $row) (i64.const -1))))
              (local.set $feeds (i64.and (local.get $feeds) (i64.sub (local.get $feeds) (i64.const 1))))
              (br_if $nextRow (i64.ne (local.get $feeds) (i64.const 0))))))

        (if (i64.ne (local.get $unsound) (i64.const 0))
          (then
            (i32.store (i32.const 36) (i32.const 2))
            (return (local.get $found))))
        (local.set $count
          (i32.add (local.get $count) (i32.wrap_i64 (i64.popcnt (local.get $delimiters)))))
        (local.set $at (i32.add (local.get $at) (i32.const 64)))
        (br $step)))

    (i64.store (i32.const 0) (local.get $parity))
    (i64.store (i32.const 8) (local.get $afterSeparator))
    (i64.store (i32.const 16) (local.get $afterClosing))
    (i64.store (i32.const 24) (local.get $afterReturn))
    (i32.store (i32.const 32) (local.get $count))
    (local.get $found)))
