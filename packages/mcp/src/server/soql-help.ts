/** SOQL for somebody who knows SQL; the differences are what goes wrong. */
export const SOQL_HELP: string = `SOQL in one page (SOQL and SOSL Reference)

SELECT fields FROM Object [WHERE …] [GROUP BY …] [HAVING …] [ORDER BY … NULLS LAST] [LIMIT n] [OFFSET n]

No SELECT *, no JOIN, no AS, no subquery in FROM. Name the fields.
Parents by a path:     SELECT Name, Account.Owner.Name FROM Contact            (up to 5 levels)
Custom relationships:  Parent__r.Name; custom fields and objects end in __c
Children by a query:   SELECT Name, (SELECT LastName FROM Contacts) FROM Account
Semi-join:             WHERE Id IN (SELECT AccountId FROM Opportunity WHERE StageName = 'Closed Won')
Texts:                 'O\\'Hara', LIKE 'Acme%' ('%' any, '_' one letter); comparisons ignore case
Dates:                 2026-01-31, 2026-01-31T10:00:00Z, without quotes; TODAY, LAST_N_DAYS:30, THIS_FISCAL_QUARTER
Picklists with many:   Field INCLUDES ('A;B', 'C')
Nothing there:         Field = null, Field != null (no IS NULL)
Counts:                SELECT COUNT() FROM X, or SELECT Industry, COUNT(Id) n FROM Account GROUP BY Industry
Limits:                LIMIT up to 50,000; OFFSET up to 2,000, so page by WHERE Id > last ORDER BY Id, or by nextCursor
Deleted records:       api "all" and WHERE IsDeleted = true
Long text areas:       can be selected, not filtered or sorted by
`;
