/** The ids of the story, for tests and the demo. */
export const ACME = {
  customer: 'cus_QXg1o8vcGmoR32',
  subscription: 'sub_1SVmeshSub00001',
  charge: 'ch_3SVmeshCharge01',
  duplicateCharge: 'ch_3SVmeshCharge02',
  dispute: 'du_1SVmeshDisp0001',
  organization: 509_974,
  requester: 900_555,
  ticket: 35_436,
  integration: 900_111,
  agents: { ana: 900_201, ben: 900_202, eli: 900_203 },
  groups: { billing: 360_000_701, support: 360_000_702 },
} as const
