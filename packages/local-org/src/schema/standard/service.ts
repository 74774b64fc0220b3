/** Standard objects: cases and activities. In the notation of notation.ts. */
export const SERVICE: string = `
object Case 500 "Case" "Cases" +feedEnabled
  Id id
  @deleted
  MasterRecordId ref(Case) ro -permission rel=MasterRecord
  CaseNumber string(30) auto required defaulted name -group -permission +idLookup
  ContactId ref(Contact) rel=Contact children=Cases restrict
  AccountId ref(Account) rel=Account children=Cases restrict
  AssetId ref(Asset) rel=Asset
  ParentId ref(Case) rel=Parent children=Cases "Parent Case ID"
  SuppliedName string(80) "Name"
  SuppliedEmail email(80) "Email Address"
  SuppliedPhone string(40) "Phone"
  SuppliedCompany string(80) "Company"
  Type picklist(40) "Case Type" = Mechanical; Electrical; Electronic; Structural; Other
  Status picklist(40) defaulted -permission = New*; Working; Escalated; Closed
  Reason picklist(40) "Case Reason" = Installation; Equipment Complexity; Performance; Breakdown; Equipment Design; Feedback; Other
  Origin picklist(40) "Case Origin" = Phone; Email; Web
  Subject string(255)
  Priority picklist(40) defaulted = High; Medium*; Low
  Description textarea(32000) info=plaintextarea
  IsClosed bool ro -permission "Closed"
  ClosedDate datetime ro
  IsEscalated bool "Escalated"
  OwnerId ref(Group|User) required defaulted -permission rel=Owner
  @audit
  ContactPhone phone(40) ro -permission
  ContactMobile phone(40) ro -permission
  ContactEmail email(80) ro -permission
  ContactFax phone(40) ro -permission
  Comments textarea(4000) -filter -group -permission info=plaintextarea "Internal Comments"
  LastViewedDate datetime ro -permission
  LastReferencedDate datetime ro -permission

object CaseComment 00a "Case Comment" "Case Comments" -mruEnabled
  Id id
  ParentId ref(Case) required createOnly -permission rel=Parent children=CaseComments cascade
  IsPublished bool -permission "Published"
  CommentBody textarea(4000) -filter -group -sort -permission info=plaintextarea "Body"
  CreatedById ref(User) required ro defaulted -permission rel=CreatedBy
  CreatedDate datetime required ro defaulted -permission
  SystemModstamp datetime required ro defaulted -permission
  LastModifiedDate datetime required ro defaulted -permission
  LastModifiedById ref(User) required ro defaulted -permission rel=LastModifiedBy
  @deleted

object Task 00T "Task" "Tasks"
  Id id "Activity ID"
  WhoId ref(Contact|Lead) rel=Who children=Tasks cascade "Name ID"
  WhatId ref(Account|Asset|Campaign|Case|Contract|Opportunity|Order|Product2) rel=What children=Tasks cascade "Related To ID"
  Subject combobox(255) name -group -permission = Call; Send Letter; Send Quote; Other
  ActivityDate date -aggregate "Due Date Only"
  Status picklist(40) required defaulted -permission = Not Started*; In Progress; Completed; Waiting on someone else; Deferred
  Priority picklist(40) required defaulted -permission = High; Normal*; Low
  IsHighPriority bool ro -permission "High Priority"
  OwnerId ref(User) required defaulted polymorphic -permission rel=Owner "Assigned To ID"
  Description textarea(32000) info=plaintextarea
  @deleted
  AccountId ref(Account) ro -permission rel=Account
  IsClosed bool ro -permission "Closed"
  @audit
  IsArchived bool ro -permission "Archived"
  CallDurationInSeconds int(8) -permission "Call Duration"
  CallType picklist(40) restricted -permission = Internal; Inbound; Outbound
  CallDisposition string(255) -permission "Call Result"
  CallObject string(255) -permission "Call Object Identifier"
  ReminderDateTime datetime -permission "Reminder Date/Time"
  IsReminderSet bool -permission "Reminder Set"
  RecurrenceActivityId ref(Task) ro -permission children=RecurringTasks
  IsRecurrence bool createOnly -permission "Create Recurring Series of Tasks"
  RecurrenceStartDateOnly date -permission "Recurrence Start"
  RecurrenceEndDateOnly date -permission "Recurrence End"
  RecurrenceTimeZoneSidKey picklist(40) -permission "Recurrence Time Zone" = Asia/Tokyo>(GMT+09:00) Japan Standard Time (Asia/Tokyo); Europe/Berlin>(GMT+01:00) Central European Time (Europe/Berlin); Europe/Paris>(GMT+01:00) Central European Time (Europe/Paris); Europe/London>(GMT+00:00) Greenwich Mean Time (Europe/London); GMT>(GMT+00:00) Greenwich Mean Time (GMT); America/New_York>(GMT-05:00) Eastern Standard Time (America/New_York); America/Chicago>(GMT-06:00) Central Standard Time (America/Chicago); America/Denver>(GMT-07:00) Mountain Standard Time (America/Denver); America/Los_Angeles>(GMT-08:00) Pacific Standard Time (America/Los_Angeles)
  RecurrenceType picklist(40) restricted -permission = RecursDaily>Recurs Daily; RecursEveryWeekday>Recurs Every Weekday; RecursMonthly>Recurs Monthly; RecursMonthlyNth>Recurs Monthy Nth; RecursWeekly>Recurs Weekly; RecursYearly>Recurs Yearly; RecursYearlyNth>Recurs Yearly Nth
  RecurrenceInterval int(9) -permission
  RecurrenceDayOfWeekMask int(9) -permission "Recurrence Day of Week Mask"
  RecurrenceDayOfMonth int(9) -permission "Recurrence Day of Month"
  RecurrenceInstance picklist(40) restricted -permission = First>1st; Second>2nd; Third>3rd; Fourth>4th; Last>last
  RecurrenceMonthOfYear picklist(40) restricted -permission "Recurrence Month of Year" = January; February; March; April; May; June; July; August; September; October; November; December
  RecurrenceRegeneratedType picklist(40) restricted -permission "Repeat This Task" = RecurrenceRegenerateAfterDueDate>After due date; RecurrenceRegenerateAfterToday>After date completed; RecurrenceRegenerated>(Task Closed)
  TaskSubtype picklist(40) createOnly restricted -permission = Task; Email; ListEmail>List Email; Cadence; Call

object Event 00U "Event" "Events"
  Id id "Activity ID"
  WhoId ref(Contact|Lead) rel=Who children=Events cascade "Name ID"
  WhatId ref(Account|Asset|Campaign|Case|Contract|Opportunity|Order|Product2) rel=What children=Events cascade "Related To ID"
  Subject combobox(255) name -group -permission = Call; Email; Meeting; Send Letter/Quote; Other
  Location string(255)
  IsAllDayEvent bool "All-Day Event"
  ActivityDateTime datetime -permission "Due Date Time"
  ActivityDate date -aggregate -permission "Due Date Only"
  DurationInMinutes int(8) -permission "Duration"
  StartDateTime datetime -permission
  EndDateTime datetime -permission
  EndDate date ro -permission
  Description textarea(32000) info=plaintextarea
  AccountId ref(Account) ro -permission rel=Account
  OwnerId ref(Calendar|User) required defaulted -permission rel=Owner "Assigned To ID"
  IsPrivate bool -permission "Private"
  ShowAs picklist(40) defaulted restricted -permission "Show Time As" = Busy*; OutOfOffice>Out of Office; Free
  @deleted
  IsChild bool ro -permission
  IsGroupEvent bool ro -permission
  GroupEventType picklist(40) ro defaulted restricted -permission = 0>Non-group Event*; 1>Group Event; 2>Proposed Event; 3>IsRecurrence2 Series Pattern
  @audit
  IsArchived bool ro -permission "Archived"
  RecurrenceActivityId ref(Event) ro -permission children=RecurringEvents
  IsRecurrence bool createOnly -permission "Create Recurring Series of Events"
  RecurrenceStartDateTime datetime -permission "Recurrence Start"
  RecurrenceEndDateOnly date -permission "Recurrence End"
  RecurrenceTimeZoneSidKey picklist(40) -permission "Recurrence Time Zone" = Asia/Tokyo>(GMT+09:00) Japan Standard Time (Asia/Tokyo); Europe/Berlin>(GMT+01:00) Central European Standard Time (Europe/Berlin); Europe/Paris>(GMT+01:00) Central European Standard Time (Europe/Paris); Europe/London>(GMT+00:00) Greenwich Mean Time (Europe/London); GMT>(GMT+00:00) Greenwich Mean Time (GMT); America/New_York>(GMT-05:00) Eastern Standard Time (America/New_York); America/Chicago>(GMT-06:00) Central Standard Time (America/Chicago); America/Denver>(GMT-07:00) Mountain Standard Time (America/Denver); America/Los_Angeles>(GMT-08:00) Pacific Standard Time (America/Los_Angeles)
  RecurrenceType picklist(40) restricted -permission = RecursDaily>Recurs Daily; RecursEveryWeekday>Recurs Every Weekday; RecursMonthly>Recurs Monthly; RecursMonthlyNth>Recurs Monthly Nth; RecursWeekly>Recurs Weekly; RecursYearly>Recurs Yearly; RecursYearlyNth>Recurs Yearly Nth
  RecurrenceInterval int(9) -permission
  RecurrenceDayOfWeekMask int(9) -permission "Recurrence Day of Week Mask"
  RecurrenceDayOfMonth int(9) -permission "Recurrence Day of Month"
  RecurrenceInstance picklist(40) restricted -permission = First>1st; Second>2nd; Third>3rd; Fourth>4th; Last>last
  RecurrenceMonthOfYear picklist(40) restricted -permission "Recurrence Month of Year" = January; February; March; April; May; June; July; August; September; October; November; December
  ReminderDateTime datetime -permission "Reminder Date/Time"
  IsReminderSet bool -permission "Reminder Set"
  EventSubtype picklist(40) createOnly restricted -permission = Event
`;
