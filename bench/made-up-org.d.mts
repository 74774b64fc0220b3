import type { ObjectDescribe } from "kinetic-core";

export function madeUpOrg(objects: number, fields: number): ObjectDescribe[];
export function madeUpQueries(objects: number, fields: number): string;
