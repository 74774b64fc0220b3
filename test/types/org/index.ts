// Written from the describes of an org. Do not change it: write it anew instead.
import type { AccountTypes } from "./Account.ts";
import type { CaseTypes } from "./Case.ts";
import type { ContactTypes } from "./Contact.ts";
import type { Invoice__cTypes } from "./Invoice__c.ts";
import type { OpportunityTypes } from "./Opportunity.ts";
import type { TaskTypes } from "./Task.ts";
import type { UserTypes } from "./User.ts";

/** The objects of the org, by API name. */
export interface Org {
  readonly Account: AccountTypes;
  readonly Case: CaseTypes;
  readonly Contact: ContactTypes;
  readonly Invoice__c: Invoice__cTypes;
  readonly Opportunity: OpportunityTypes;
  readonly Task: TaskTypes;
  readonly User: UserTypes;
}
