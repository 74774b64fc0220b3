/**
 * Node's cryptography, loaded by its first use: an import of the library would otherwise pay for it (a sixth of its
 * time), and a program with a ready token or a client secret never needs it.
 */
export function nodeCrypto(): typeof import("node:crypto") {
  return process.getBuiltinModule("node:crypto");
}
