/** Standard objects: attachments, files and topics. In the notation of notation.ts. */
export const FILES: string = `
object Attachment 00P "Attachment" "Attachments" -compactLayoutable -layoutable -mruEnabled -searchLayoutable
  Id id
  @deleted
  ParentId ref(Account|Asset|Campaign|Case|Contact|Contract|Event|Lead|Opportunity|Order|Product2|Quote|Task) required createOnly -permission rel=Parent children=Attachments cascade
  Name string(255) required name -permission +idLookup "File Name"
  IsPrivate bool -permission "Private"
  ContentType string(120) -permission
  BodyLength int(8) ro -permission
  Body base64 required -permission
  OwnerId ref(User) required defaulted polymorphic -permission rel=Owner
  CreatedDate datetime required ro defaulted -permission
  CreatedById ref(User) required ro defaulted polymorphic -permission rel=CreatedBy
  LastModifiedDate datetime required ro defaulted -permission
  LastModifiedById ref(User) required ro defaulted polymorphic -permission rel=LastModifiedBy
  SystemModstamp datetime required ro defaulted -permission
  Description textarea(500) -group -permission info=plaintextarea

object ContentVersion 068 "Content Version" "Content Versions" -deletable -mruEnabled -replicateable -undeletable
  Id id "ContentVersion ID"
  ContentDocumentId ref(ContentDocument) createOnly nillable defaulted -permission rel=ContentDocument children=ContentVersions cascade "ContentDocument ID"
  IsLatest bool ro -permission
  ContentUrl url(1300) -group -permission
  VersionNumber string(20) ro -permission
  Title string(255) defaulted name -permission
  Description textarea(1000) -group -sort -permission info=plaintextarea
  ReasonForChange string(1000) -group -permission
  SharingOption picklist(40) required defaulted restricted -permission "Prevent others from sharing and unsharing" = A>Freeze Sharing Off*; R>Freeze Sharing On
  PathOnClient string(500) createOnly -group -permission
  RatingCount int(9) ro -permission
  @deleted
  OwnerId ref(User) required defaulted -permission rel=Owner
  @audit
  FileType string(20) ro -permission
  PublishStatus picklist(40) required ro defaulted restricted -permission = U>Upload Interrupted; P>Public*; R>Personal Library
  VersionData base64 -permission
  ContentSize int(9) ro -permission "Size"
  FileExtension string(40) ro -permission
  FirstPublishLocationId ref(Account|Case|Contact|Opportunity|User) createOnly -permission rel=FirstPublishLocation
  Origin picklist(40) required createOnly defaulted restricted -permission "Content Origin" = C>Content*; H>Chatter
  ContentLocation picklist(40) required createOnly defaulted restricted -permission = S>Salesforce*; E>External; L>Social Customer Service
  Checksum string(50) ro -permission

object ContentDocument 069 "Content Document" "Content Documents" -createable +feedEnabled -replicateable
  Id id "ContentDocument ID"
  CreatedById ref(User) required ro defaulted -permission rel=CreatedBy
  CreatedDate datetime required ro defaulted -permission
  LastModifiedById ref(User) required ro defaulted -permission rel=LastModifiedBy
  LastModifiedDate datetime required ro defaulted -permission
  IsArchived bool ro -permission
  OwnerId ref(User) required defaulted -permission rel=Owner
  @deleted
  SystemModstamp datetime required ro defaulted -permission
  Title string(255) required name -permission
  PublishStatus picklist(40) required ro defaulted restricted -permission = U>Upload Interrupted; P>Public*; R>Personal Library
  LatestPublishedVersionId ref(ContentVersion) ro -permission rel=LatestPublishedVersion "Latest Published Version ID"
  Description textarea(1000) -group -sort -permission info=plaintextarea
  ContentSize int(9) ro -permission
  FileType string(20) ro -permission
  FileExtension string(40) ro -permission

object ContentDocumentLink 06A "Content Document Link" "Content Document Link" -mruEnabled -replicateable -searchable -undeletable
  Id id "ContentDocumentLink ID"
  LinkedEntityId ref(Account|Campaign|Case|Contact|Event|Group|Lead|Opportunity|Order|Organization|Product2|Task|Topic|User) required createOnly -permission rel=LinkedEntity children=ContentDocumentLinks cascade
  ContentDocumentId ref(ContentDocument) required createOnly -permission rel=ContentDocument children=ContentDocumentLinks cascade "ContentDocument ID"
  @deleted
  SystemModstamp datetime required ro defaulted -permission
  ShareType picklist(40) defaulted restricted -permission = V>Viewer*; C>Collaborator; I>Inferred
  Visibility picklist(40) defaulted restricted -permission = AllUsers>All Users*; InternalUsers>Internal Users; SharedUsers>Shared Users

object Topic 0TO "Topic" "Topics" +feedEnabled -searchLayoutable -undeletable
  Id id
  Name string(99) required name -permission +idLookup
  Description string(1000) -group -permission
  CreatedDate datetime required ro defaulted -permission
  CreatedById ref(User) required ro defaulted -permission rel=CreatedBy
  TalkingAbout int(9) required ro -permission
  SystemModstamp datetime required ro defaulted -permission
`;
