/** Compiles only where both types are the same, `any` and `never` told apart. */
export function same<A, B>(
  ..._: (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? [] : [A, "is not", B]
): void {}
