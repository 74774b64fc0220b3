/** Apex, as far as one can look at it. Written down from Tooling API Reference, "ApexClass" and "ApexTrigger". */
export const CODE = `
object ApexClass 01p "Apex Class" "Apex Classes" -undeletable -layoutable -triggerable -compactLayoutable
  Id id "Class ID"
  NamespacePrefix string(15) ro -permission
  Name string(255) required name -permission
  ApiVersion double(18,1) required default=68 defaulted -permission
  Status picklist(40) required restricted defaulted -permission = Inactive; Active*; Deleted
  IsValid bool ro -permission
  BodyCrc double(18,0) ro -permission
  Body textarea(1000000) -permission
  LengthWithoutComments int(9) ro -permission
  @audit
object ApexTrigger 01q "Apex Trigger" "Apex Triggers" -undeletable -layoutable -triggerable -compactLayoutable
  Id id "Trigger ID"
  NamespacePrefix string(15) ro -permission
  Name string(255) required name -permission
  TableEnumOrId picklist(40) -permission
  UsageBeforeInsert bool -permission
  UsageAfterInsert bool -permission
  UsageBeforeUpdate bool -permission
  UsageAfterUpdate bool -permission
  UsageBeforeDelete bool -permission
  UsageAfterDelete bool -permission
  UsageIsBulk bool -permission
  UsageAfterUndelete bool -permission
  ApiVersion double(18,1) required default=68 defaulted -permission
  Status picklist(40) required restricted defaulted -permission = Inactive; Active*; Deleted
  IsValid bool ro -permission
  BodyCrc double(18,0) ro -permission
  Body textarea(1000000) -permission
  LengthWithoutComments int(9) ro -permission
  @audit
`;
