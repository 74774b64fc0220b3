// A made-up org of any size: what bench/types.mjs and test/types/cost.test.ts measure the compiler with.

const TYPES = [
  "string",
  "double",
  "date",
  "datetime",
  "boolean",
  "picklist",
  "reference",
  "textarea",
  "currency",
  "phone",
];

/** Describes `objects` objects of `fields` fields each, with parents and children among themselves. */
export function madeUpOrg(objects, fields) {
  return Array.from({ length: objects }, (_, index) => madeUpObject(index, objects, fields));
}

function madeUpObject(index, objects, fields) {
  const parent = `Object_${(index + 1) % objects}__c`;
  const others = Array.from({ length: fields - 2 }, (_, at) => fieldAt(at, parent));
  return {
    name: `Object_${index}__c`,
    label: `Object ${index}`,
    keyPrefix: "a00",
    createable: true,
    updateable: true,
    deletable: true,
    queryable: true,
    fields: [field("Id", "id", []), field("Name", "string", []), ...others],
    childRelationships: Array.from({ length: 10 }, (_, child) => ({
      childSObject: `Object_${(index + objects - 1 - child) % objects}__c`,
      field: "Field_6__c",
      relationshipName: `Children_${child}__r`,
    })),
  };
}

function fieldAt(at, parent) {
  const type = TYPES[at % TYPES.length];
  return field(`Field_${at}__c`, type, type === "reference" ? [parent] : []);
}

function field(name, type, referenceTo) {
  const system = name === "Id";
  const values = type === "picklist" ? ["Red", "Green", "Blue"] : [];
  return {
    name,
    label: name.replaceAll("_", " "),
    type,
    length: 80,
    nillable: !system && name !== "Name",
    createable: !system,
    updateable: !system,
    defaultedOnCreate: system,
    externalId: false,
    idLookup: system,
    unique: false,
    referenceTo,
    relationshipName: referenceTo.length === 0 ? null : name.replace("__c", "__r"),
    picklistValues: values.map((value) => ({ value, label: value, active: true, defaultValue: false })),
    restrictedPicklist: type === "picklist",
  };
}

/** Twenty queries of the kinds that people write, as statements that take their rows apart. */
export function madeUpQueries(objects, fields) {
  return Array.from({ length: 20 }, (_, index) => {
    const name = `Object_${(index * 37) % objects}__c`;
    const soql = madeUpQuery(index, name, fields);
    return `export const row${index} = sf.query(${JSON.stringify(soql)}).first();\n`;
  }).join("");
}

function madeUpQuery(index, name, fields) {
  const list = Array.from({ length: Math.min(fields - 2, 60) }, (_, at) => `Field_${at}__c`).join(", ");
  const kinds = [
    `SELECT Id, ${list} FROM ${name} WHERE Name LIKE 'A%' ORDER BY Name LIMIT 10`,
    `SELECT Id, Field_6__r.Name, Field_6__r.Field_6__r.Field_6__r.Field_3__c FROM ${name}`,
    `SELECT Id, (SELECT Id, Name, Field_6__r.Name FROM Children_3__r WHERE Name != 'x') FROM ${name}`,
    `SELECT Field_5__c, COUNT(Id) n, MAX(Field_1__c), MIN(Field_2__c) first FROM ${name} GROUP BY Field_5__c`,
    `SELECT FIELDS(ALL) FROM ${name} LIMIT 200`,
  ];
  return kinds[index % kinds.length];
}
