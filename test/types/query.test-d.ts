// Compiled by `npm run types`, never run: what the rows of a query are, and which queries do not compile.
import type {
  ChildRows,
  DateText,
  DateTimeText,
  QueryProblem,
  RecordId,
  SalesforceClient,
  SalesforceRecord,
} from "kinetic-core";
import { same } from "./equal.ts";
import type { Org } from "./org/index.ts";

declare const sf: SalesforceClient<Org>;
declare const loose: SalesforceClient;
declare const text: string;

type Row<Q extends { first(): Promise<unknown> }> = NonNullable<Awaited<ReturnType<Q["first"]>>>;
type Attributes<Type extends string> = { readonly type: Type; readonly url?: string };

/** The row without what it says about itself. */
function row<Q extends { first(): Promise<unknown> }>(_query: Q): Omit<Row<Q>, "attributes"> {
  throw new Error("never run");
}

// Fields
const plain = sf.query("SELECT Id, Name, NumberOfEmployees FROM Account");
same<Row<typeof plain>["Id"], RecordId<"Account">>();
same<Row<typeof plain>["Name"], string>();
same<Row<typeof plain>["NumberOfEmployees"], number | null>();
same<Row<typeof plain>["attributes"]["type"], "Account">();
same<keyof Row<typeof plain>, "attributes" | "Id" | "Name" | "NumberOfEmployees">();
// @ts-expect-error a field that was not selected
row(plain).Industry;

// Keywords in any case, line breaks, tabs, and no space where none is needed
const laidOut = sf.query(`
  select	Id,Name,
    NumberOfEmployees
  from Account
  where Name like 'A%'
`);
same<Row<typeof laidOut>, Row<typeof plain>>();

// What stands in values is no SOQL
const quoted = sf.query(
  "SELECT Id, Name, NumberOfEmployees FROM Account WHERE Name = 'it\\'s) FROM, GROUP BY' LIMIT 1",
);
same<Row<typeof quoted>, Row<typeof plain>>();

// Types of fields
const kinds = sf.query("SELECT Due__c, Sent__c, State__c, IsDeleted, OwnerId FROM Invoice__c");
same<
  ReturnType<typeof row<typeof kinds>>,
  {
    Due__c: DateText | null;
    Sent__c: DateTimeText | null;
    State__c: "Draft" | "Sent" | "Paid" | null;
    IsDeleted: boolean;
    OwnerId: RecordId<"Group" | "User">;
  }
>();

// Parents: there, perhaps not there, several levels, of one of several objects, of an object without types
const parents = sf.query("SELECT Owner.Name, Parent.Owner.Email, Parent.Name FROM Account");
same<Row<typeof parents>["Owner"]["Name"], string>();
same<NonNullable<Row<typeof parents>["Parent"]>["Owner"]["Email"], string>();
same<Row<typeof parents>["Parent"] & null, null>();
same<Row<typeof parents>["Owner"]["attributes"], { readonly type: "User"; readonly url?: string }>();
// @ts-expect-error the parent may be missing
row(parents).Parent.Name;

const many = sf.query("SELECT Who.Name, Who.Type FROM Task");
same<NonNullable<Row<typeof many>["Who"]>["Name"], string | null>();
same<NonNullable<Row<typeof many>["Who"]>["Type"], string>();

const outside = sf.query("SELECT Profile.Name FROM User");
same<Exclude<Row<typeof outside>["Profile"], null>, SalesforceRecord>();

// The object's own name and its alias before a field
const aliased = sf.query(
  "SELECT a.Id, a.Name, Account.NumberOfEmployees FROM Account a WHERE a.Name != null",
);
same<Row<typeof aliased>, Row<typeof plain>>();

// Children
const children = sf.query(
  "SELECT Id, (SELECT Id, LastName, Account.Name FROM Contacts WHERE Name LIKE '(%' LIMIT 5) FROM Account",
);
type Contacts = Row<typeof children>["Contacts"];
same<Contacts & null, null>();
type ContactRow = NonNullable<Contacts> extends ChildRows<infer T> ? T : never;
same<ContactRow["LastName"], string>();
same<NonNullable<ContactRow["Account"]>["Name"], string>();

// Groups
const groups = sf.query(
  "SELECT Industry, COUNT(Id) n, MAX(NumberOfEmployees), MIN(CreatedDate) first, SUM(AnnualRevenue) FROM Account GROUP BY Industry",
);
same<Row<typeof groups>["n"], number>();
same<Row<typeof groups>["expr0"], number | null>();
same<Row<typeof groups>["expr1"], number | null>();
same<Row<typeof groups>["first"], DateTimeText | null>();
same<Row<typeof groups>["attributes"], { readonly type: "AggregateResult"; readonly url?: string }>();
same<keyof Row<typeof groups>, "attributes" | "Industry" | "n" | "expr0" | "first" | "expr1">();

const renamed = sf.query("SELECT Owner.Name who, Parent.Name FROM Account GROUP BY Owner.Name, Parent.Name");
same<ReturnType<typeof row<typeof renamed>>, { Name: string | null; who: string }>();

const years = sf.query(
  "SELECT CALENDAR_YEAR(CreatedDate), DAY_ONLY(CreatedDate) d FROM Account GROUP BY CALENDAR_YEAR(CreatedDate), DAY_ONLY(CreatedDate)",
);
same<ReturnType<typeof row<typeof years>>, { expr0: number | null; d: DateText | null }>();

const counted = sf.query("SELECT COUNT() FROM Account");
same<Awaited<ReturnType<typeof counted.first>>, undefined>();

// Functions that show a field otherwise, FIELDS(), TYPEOF
const shown = sf.query("SELECT toLabel(Industry), FORMAT(AnnualRevenue) revenue FROM Account");
same<ReturnType<typeof row<typeof shown>>, { Industry: string | null; revenue: string | null }>();

const every = sf.query("SELECT FIELDS(ALL) FROM Invoice__c LIMIT 200");
same<Row<typeof every>["Total__c"], number | null>();
const standard = sf.query("SELECT FIELDS(STANDARD), Total__c FROM Invoice__c");
same<Row<typeof standard>["Name"], string | null>();
same<Row<typeof standard>["Total__c"], number | null>();
// @ts-expect-error a custom field
row(standard).State__c;

const either = sf.query("SELECT Id, TYPEOF What WHEN Account THEN Phone, Name ELSE Name END FROM Task");
same<Row<typeof either>["What"], SalesforceRecord | null>();

// A text that is only known when the code runs, a row type that is given, a client without types
same<Row<ReturnType<typeof dynamic>>, SalesforceRecord>();
const dynamic = () => sf.query(text);
const given = () => sf.query<{ Id: string }>("SELECT Id FROM Anything__c");
same<Row<ReturnType<typeof given>>, { Id: string }>();
const untyped = () => loose.query("SELECT Anything FROM Anything__c");
same<Row<ReturnType<typeof untyped>>, SalesforceRecord>();

// A typed client is taken where an untyped one is asked for
declare function takesAny(client: SalesforceClient): void;
takesAny(sf);

// What does not compile, and why
// @ts-expect-error no such field
sf.query("SELECT Nmae FROM Account");
// @ts-expect-error no such object
sf.query("SELECT Id FROM Acount");
// @ts-expect-error no such parent
sf.query("SELECT Boss.Name FROM Account");
// @ts-expect-error no such field of a parent
sf.query("SELECT Owner.Nmae FROM Account");
// @ts-expect-error no such relationship to children
sf.query("SELECT Id, (SELECT Id FROM Contact) FROM Account");
// @ts-expect-error no such field of a child
sf.query("SELECT Id, (SELECT Nmae FROM Contacts) FROM Account");
// @ts-expect-error no such field in a function
sf.query("SELECT COUNT(Nmae) FROM Account");
// @ts-expect-error no such field of the Name object
sf.query("SELECT Who.Industry FROM Task");
// @ts-expect-error an alias without groups: a comma is missing
sf.query("SELECT Id Name FROM Account");
// @ts-expect-error no SELECT
sf.query("FIND {x}");
// @ts-expect-error no FROM
sf.query("SELECT Id, Name");

same<QueryProblem<Org, "SELECT Id, Nmae FROM Account">, "Account has no field 'Nmae'">();
same<QueryProblem<Org, "SELECT Id FROM Acount">, "the org has no object 'Acount'">();
same<QueryProblem<Org, "SELECT Boss.Name FROM Account">, "Account has no relationship 'Boss' to a parent">();
same<QueryProblem<Org, "SELECT Owner.Nmae FROM Account">, "User has no field 'Nmae'">();
same<
  QueryProblem<Org, "SELECT (SELECT Id FROM Contact) FROM Account">,
  "Account has no relationship 'Contact' to children"
>();
same<QueryProblem<Org, "SELECT Id, Name">, "FROM is missing">();
same<Attributes<"User">, Row<typeof parents>["Owner"]["attributes"]>();
