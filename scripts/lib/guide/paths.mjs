/** @param {string} path Of the account that most of the guide is about. */
export const ofAccount = (path) => `/v1/accounts/{accountId}${path}`;
