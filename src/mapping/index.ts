export { createMapper, type MappedRow, type Mapper, type MapperOptions } from "./mapper.ts";
export type {
  FieldMapping,
  Mapping,
  MappingCondition,
  MappingFailure,
  MappingFunction,
  MappingPolicy,
  MappingScalar,
  MappingTransform,
  SourcePath,
} from "./mapping.ts";
export { readRows } from "./read-rows.ts";
export type { MappingFunctions } from "./transforms.ts";
