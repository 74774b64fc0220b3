/** Standard objects: products, prices, quotes, contracts and orders. In the notation of notation.ts. */
export const COMMERCE: string = `
object Product2 01t "Product" "Products"
  Id id
  Name string(255) required name -permission +idLookup "Product Name"
  ProductCode string(255)
  Description textarea(4000) -filter -group -sort info=plaintextarea "Product Description"
  IsActive bool -permission "Active"
  @audit
  Family picklist(255) "Product Family" = None
  ExternalDataSourceId ref(ExternalDataSource) -permission rel=ExternalDataSource
  ExternalId string(255)
  DisplayUrl url(1000) -group
  QuantityUnitOfMeasure picklist(255)
  @deleted
  IsArchived bool ro -permission "Archived"
  LastViewedDate datetime ro -permission
  LastReferencedDate datetime ro -permission
  StockKeepingUnit string(180) "Product SKU"

object Pricebook2 01s "Price Book" "Price Books"
  Id id
  @deleted
  Name string(255) required name -permission +idLookup "Price Book Name"
  LastViewedDate datetime ro -permission
  LastReferencedDate datetime ro -permission
  @audit
  IsActive bool -permission "Active"
  IsArchived bool ro -permission "Archived"
  Description string(255)
  IsStandard bool ro -permission "Is Standard Price Book"

object PricebookEntry 01u "Price Book Entry" "Price Book Entries" -searchable -triggerable -undeletable
  Id id
  Name string(255) ro name -permission "Product Name"
  Pricebook2Id ref(Pricebook2) required createOnly -permission rel=Pricebook2 children=PricebookEntries cascade "Price Book ID"
  Product2Id ref(Product2) required createOnly -permission rel=Product2 children=PricebookEntries cascade "Product ID"
  UnitPrice currency(16,2) required -permission "List Price"
  IsActive bool -permission "Active"
  UseStandardPrice bool -permission
  @audit
  ProductCode string(255) ro -permission
  @deleted
  IsArchived bool ro -permission "Archived"

object OpportunityLineItem 00k "Opportunity Product" "Opportunity Product" -searchable -undeletable
  Id id "Line Item ID"
  OpportunityId ref(Opportunity) required createOnly -permission rel=Opportunity children=OpportunityLineItems cascade
  SortOrder int(9) -permission
  PricebookEntryId ref(PricebookEntry) createOnly -permission rel=PricebookEntry children=OpportunityLineItems restrict
  Product2Id ref(Product2) createOnly -permission rel=Product2 children=OpportunityLineItems restrict "Product ID"
  ProductCode string(255) ro -permission
  Name string(376) ro name -permission "Opportunity Product Name"
  Quantity double(12,2) required -permission
  Discount percent(5,2)
  Subtotal currency(16,2) ro
  TotalPrice currency(16,2) -permission
  UnitPrice currency(16,2) -permission "Sales Price"
  ListPrice currency(16,2) ro -permission
  ServiceDate date "Date"
  Description string(255) "Line Description"
  @audit
  @deleted
  LastViewedDate datetime ro -permission
  LastReferencedDate datetime ro -permission

object Contract 800 "Contract" "Contracts" +activateable
  Id id
  AccountId ref(Account) required -permission rel=Account children=Contracts restrict
  Pricebook2Id ref(Pricebook2) -permission rel=Pricebook2 children=Contracts "Price Book ID"
  OwnerExpirationNotice picklist(40) = 15>15 Days; 30>30 Days; 45>45 Days; 60>60 Days; 90>90 Days; 120>120 Days
  StartDate date "Contract Start Date"
  EndDate date ro "Contract End Date"
  @address Billing
  ContractTerm int(4)
  OwnerId ref(User) required defaulted -permission rel=Owner
  Status picklist(40) required defaulted -permission = In Approval Process; Activated; Draft*
  CompanySignedId ref(User) rel=CompanySigned children=ContractsSigned "Company Signed By ID"
  CompanySignedDate date
  CustomerSignedId ref(Contact) rel=CustomerSigned children=ContractsSigned restrict "Customer Signed By ID"
  CustomerSignedTitle string(40)
  CustomerSignedDate date
  SpecialTerms textarea(4000) -filter -group -sort info=plaintextarea
  ActivatedById ref(User) -permission rel=ActivatedBy children=ContractsActivated
  ActivatedDate datetime -permission
  StatusCode picklist(40) required ro defaulted restricted -permission "Status Category" = Draft*; InApproval>In Approval Process; Activated; Terminated; Expired; Rejected; Negotiating; AwaitingSignature>Awaiting Signature; SignatureDeclined>Signature Declined; Signed; Cancelled>Canceled; Expired2>Expired; Terminated2>Terminated
  Description textarea(32000) info=plaintextarea
  Name string(80) name -permission "Contract Name"
  @deleted
  ContractNumber string(30) auto required defaulted -permission +idLookup
  LastApprovedDate datetime ro -permission
  @audit
  LastActivityDate date ro -permission "Last Activity"
  LastViewedDate datetime ro -permission
  LastReferencedDate datetime ro -permission

object Order 801 "Order" "Orders" +activateable
  Id id
  OwnerId ref(Group|User) required defaulted -permission rel=Owner
  ContractId ref(Contract) rel=Contract children=Orders restrict
  AccountId ref(Account) required -permission rel=Account children=Orders restrict
  Pricebook2Id ref(Pricebook2) rel=Pricebook2 children=Orders "Price Book ID"
  OriginalOrderId ref(Order) -permission rel=OriginalOrder
  EffectiveDate date required -permission "Order Start Date"
  EndDate date "Order End Date"
  IsReductionOrder bool -permission "Reduction Order"
  Status picklist(40) required -permission = Draft; Activated
  Description textarea(32000) info=plaintextarea "Order Description"
  CustomerAuthorizedById ref(Contact) rel=CustomerAuthorizedBy restrict
  CompanyAuthorizedById ref(User) rel=CompanyAuthorizedBy
  Type picklist(40) "Order Type"
  @address Billing
  @address Shipping
  ActivatedDate datetime -permission
  ActivatedById ref(User) -permission rel=ActivatedBy
  StatusCode picklist(40) required ro defaulted restricted -permission "Status Category" = Draft*; Activated; Cancelled>Canceled; Expired; Superseded
  OrderNumber string(30) auto required defaulted name -permission +idLookup
  TotalAmount currency(18,2) ro -permission "Order Amount"
  @audit
  @deleted
  LastViewedDate datetime ro -permission
  LastReferencedDate datetime ro -permission

object OrderItem 802 "Order Product" "Order Products" -mruEnabled -searchable -undeletable
  Id id
  Product2Id ref(Product2) createOnly -permission rel=Product2 "Product ID"
  @deleted
  OrderId ref(Order) required createOnly -permission rel=Order children=OrderItems cascade
  PricebookEntryId ref(PricebookEntry) createOnly -permission rel=PricebookEntry children=OrderItems restrict
  OriginalOrderItemId ref(OrderItem) -permission rel=OriginalOrderItem
  AvailableQuantity double(18,2) ro -permission
  Quantity double(18,2) required -permission
  UnitPrice currency(16,2) -permission
  ListPrice currency(16,2) ro -permission
  TotalPrice currency(16,2) ro -permission
  ServiceDate date "Start Date"
  EndDate date
  Description string(255) "Line Description"
  @audit
  OrderItemNumber string(30) auto required defaulted name -permission +idLookup "Order Product Number"

object Quote 0Q0 "Quote" "Quotes"
  Id id
  OwnerId ref(Group|User) required defaulted -permission rel=Owner
  @deleted
  Name string(255) required name -permission +idLookup "Quote Name"
  @audit
  LastViewedDate datetime ro -permission
  LastReferencedDate datetime ro -permission
  OpportunityId ref(Opportunity) required createOnly -permission rel=Opportunity children=Quotes cascade
  Pricebook2Id ref(Pricebook2) rel=Pricebook2 "Price Book ID"
  ContactId ref(Contact) rel=Contact
  QuoteNumber string(30) auto required defaulted -permission
  IsSyncing bool ro -permission "Syncing"
  ShippingHandling currency(18,2) "Shipping and Handling"
  Tax currency(18,2)
  Status picklist(40) = Draft; Needs Review; In Review; Approved; Rejected; Presented; Accepted; Denied
  ExpirationDate date
  Description textarea(32000) info=plaintextarea
  Subtotal currency(16,2) ro
  TotalPrice currency(16,2) ro -permission
  LineItemCount int(8) ro -permission "Line Items"
  @address Billing
  @address Shipping
  BillingName string(255) "Bill To Name"
  ShippingName string(255) "Ship To Name"
  Email email(80)
  Phone phone(40)
  Fax phone(40)
  AccountId ref(Account) ro -permission rel=Account children=Quotes
  Discount percent(5,2) ro
  GrandTotal currency(18,2) ro

object QuoteLineItem 0QL "Quote Line Item" "Quote Line Items" -mruEnabled -searchable -undeletable
  Id id
  @deleted
  LineNumber string(30) auto required defaulted name -permission +idLookup
  @audit
  QuoteId ref(Quote) required createOnly -permission rel=Quote children=QuoteLineItems cascade
  PricebookEntryId ref(PricebookEntry) required createOnly -permission rel=PricebookEntry children=QuoteLineItems restrict
  OpportunityLineItemId ref(OpportunityLineItem) createOnly -permission rel=OpportunityLineItem "Opportunity Product ID"
  Quantity double(12,2) required -permission
  UnitPrice currency(16,2) required -permission "Sales Price"
  Discount percent(5,2)
  Description string(255) "Line Item Description"
  ServiceDate date "Date"
  Product2Id ref(Product2) createOnly -permission rel=Product2 "Product ID"
  SortOrder int(9) -permission
  ListPrice currency(16,2) ro -permission
  Subtotal currency(16,2) ro
  TotalPrice currency(16,2) ro -permission

object Asset 02i "Asset" "Assets"
  Id id
  ContactId ref(Contact) rel=Contact children=Assets cascade
  AccountId ref(Account) rel=Account children=Assets cascade
  ParentId ref(Asset) rel=Parent children=ChildAssets "Parent Asset ID"
  RootAssetId ref(Asset) ro -permission rel=RootAsset
  Product2Id ref(Product2) rel=Product2 children=Assets "Product ID"
  ProductCode string(255) ro
  IsCompetitorProduct bool "Competitor Asset"
  @audit
  @deleted
  SerialNumber string(80)
  InstallDate date
  PurchaseDate date
  UsageEndDate date
  LifecycleStartDate datetime
  LifecycleEndDate datetime
  Status picklist(40) = Shipped; Installed; Registered; Obsolete; Purchased
  Price currency(18,0)
  Quantity double(18,2)
  Description textarea(32000) info=plaintextarea
  OwnerId ref(User) required defaulted -permission rel=Owner
  AssetLevel int(9) ro -permission
  IsInternal bool "Internal Asset"
  Name string(255) required name -permission +idLookup "Asset Name"
  LastViewedDate datetime ro -permission
  LastReferencedDate datetime ro -permission
`;
