/** Written by `npm run docs` out of docs/openapi.json. */
export interface paths {
    "/v1/accounts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Accounts by status, debt or text, newest first
         * @description Roles: support, finance, auditor, admin.
         */
        get: operations["accountsWorklists"];
        put?: never;
        /**
         * Opens an account
         * @description Roles: service, checkout, finance, admin.
         */
        post: operations["openAccounts"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/accounts/{accountId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * An account, its settings and its balance, from the log
         * @description Roles: service, checkout, support, finance, auditor, admin.
         */
        get: operations["showAccounts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/accounts/{accountId}/settings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Changes the settings that are named
         * @description Roles: finance, admin.
         */
        patch: operations["changeSettingsAccounts"];
        trace?: never;
    };
    "/v1/accounts/{accountId}/close": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Closes an account for good
         * @description Roles: finance, admin.
         */
        post: operations["closeAccounts"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/audit/trial-balance": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What stands in every ledger account, at any time or position
         * @description Roles: finance, auditor, admin.
         */
        get: operations["trialBalanceAudit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/audit/report": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What moved in the whole ledger in a month, by ledger account
         * @description Roles: finance, auditor, admin.
         */
        get: operations["reportAudit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/audit/journal": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Every posting, as a journal of hledger
         * @description Roles: finance, auditor, admin.
         */
        get: operations["journalAudit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/audit/checkpoints": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What was signed of the log
         * @description Roles: finance, auditor, admin.
         */
        get: operations["checkpointsCheckpoints"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/audit/checkpoints/{number}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A checkpoint
         * @description Roles: finance, auditor, admin.
         */
        get: operations["checkpointCheckpoints"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/audit/checkpoints/{number}/inclusion": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Proves that an entry is in what was signed
         * @description Roles: finance, auditor, admin.
         */
        get: operations["inclusionCheckpoints"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/audit/checkpoints/{number}/consistency": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Proves that what was signed before is the beginning of it
         * @description Roles: finance, auditor, admin.
         */
        get: operations["consistencyCheckpoints"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/audit/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Every event of the ledger, with what was signed
         * @description Roles: finance, auditor, admin.
         */
        get: operations["exportCheckpoints"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/accounts/{accountId}/balance": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What an account has, now or as of a time or revision, on either clock
         * @description Roles: service, checkout, support, finance, auditor, admin.
         */
        get: operations["balanceBalances"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/accounts/{accountId}/buckets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Every bucket that the account ever had, now or as of a time or revision
         * @description Roles: service, checkout, support, finance, auditor, admin.
         */
        get: operations["bucketsBalances"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/accounts/{accountId}/burn-rate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What the account burns by the hour
         * @description Roles: service, checkout, support, finance, auditor, admin.
         */
        get: operations["burnRateBalances"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/accounts/{accountId}/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Every entry of the account, as it is in the log
         * @description Roles: support, finance, auditor, admin.
         */
        get: operations["eventsHistory"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/accounts/{accountId}/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Every entry between the account before and after it
         * @description Roles: support, finance, auditor, admin.
         */
        get: operations["replayHistory"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/accounts/{accountId}/transactions/{transactionId}/explain": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Why each bucket paid for a charge, or did not
         * @description Roles: support, finance, auditor, admin.
         */
        get: operations["explainHistory"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/accounts/{accountId}/transactions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The history as its owner sees it, newest first, also as CSV
         * @description Roles: service, checkout, support, finance, auditor, admin.
         */
        get: operations["transactionsTransactions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/accounts/{accountId}/transactions/{transactionId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One line of the history
         * @description Roles: service, checkout, support, finance, auditor, admin.
         */
        get: operations["transactionTransactions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/accounts/{accountId}/balance-history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The balance’s total in time, as the transactions left it
         * @description Roles: service, checkout, support, finance, auditor, admin.
         */
        get: operations["balanceHistoryTransactions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/accounts/{accountId}/holds": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Every hold that was placed, newest first
         * @description Roles: service, checkout, support, finance, auditor, admin.
         */
        get: operations["listHolds"];
        put?: never;
        /**
         * Sets credits aside, all or nothing
         * @description Roles: service, admin.
         */
        post: operations["placeHolds"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/accounts/{accountId}/holds/{holdId}/capture": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Charges what is held, or a part of it
         * @description Roles: service, admin.
         */
        post: operations["captureHolds"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/accounts/{accountId}/holds/{holdId}/release": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Gives up a hold: its credits return
         * @description Roles: service, admin.
         */
        post: operations["releaseHolds"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/models": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Models and their prices now, in credits per token
         * @description Roles: service, checkout, support, finance, auditor, admin.
         */
        get: operations["listModels"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/models/{id}/prices": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What a model has cost, costs and will cost
         * @description Roles: service, checkout, support, finance, auditor, admin.
         */
        get: operations["pricesModels"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/models/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Sets the prices of a model from now on, or from another time
         * @description Roles: admin.
         */
        put: operations["priceModels"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health/live": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The process runs; and whether the keys of development are in force, which everybody knows */
        get: operations["liveHealth"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health/ready": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The event store and Redis answer; at first, once the accounts that were written to last are in memory too */
        get: operations["readyHealth"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Measurements for Prometheus */
        get: operations["showMetrics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/accounts/{accountId}/overview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What an account's page shows at one look
         * @description Roles: service, checkout, support, finance, auditor, admin.
         */
        get: operations["showOverview"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/accounts/{accountId}/plan": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The plan, and how much of its allowance is used
         * @description Roles: service, checkout, support, finance, auditor, admin.
         */
        get: operations["showAccountPlans"];
        /**
         * Chooses a plan, or until when it is paid
         * @description Roles: checkout, finance, admin.
         */
        put: operations["chooseAccountPlans"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/plans": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The plans that are on offer
         * @description Roles: service, checkout, support, finance, auditor, admin.
         */
        get: operations["listPlans"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/plans/{plan}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Defines or changes a plan; accounts get a change from their next cycle on
         * @description Roles: admin.
         */
        put: operations["definePlans"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/promo-codes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * All promo codes, those that were defined last first
         * @description Roles: support, finance, auditor, admin.
         */
        get: operations["listPromoCodes"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/promo-codes/{code}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A promo code, and how often it was redeemed
         * @description Roles: support, finance, auditor, admin.
         */
        get: operations["showPromoCodes"];
        /**
         * Defines, changes or disables a promo code
         * @description Roles: admin.
         */
        put: operations["definePromoCodes"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/accounts/{accountId}/promo-codes/{code}/redeem": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Redeems a promo code: its credits come in
         * @description Roles: service, checkout, admin.
         */
        post: operations["redeemRedemptions"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/accounts/{accountId}/grants": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Grants promotional credits
         * @description Roles: support, finance, admin.
         */
        post: operations["grantGrants"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/accounts/{accountId}/grants/{bucketId}/void": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Takes back what is unspent of a grant
         * @description Roles: finance, admin.
         */
        post: operations["voidGrants"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/accounts/{accountId}/purchases": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Every purchase and request for credits of the account, newest first
         * @description Roles: checkout, support, finance, auditor, admin.
         */
        get: operations["listPurchases"];
        put?: never;
        /**
         * Buys prepaid credits, or requests them
         * @description Roles: checkout, finance, admin.
         */
        post: operations["purchasePurchases"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/accounts/{accountId}/purchases/{purchaseId}/complete": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Completes a purchase: its credits come in
         * @description Roles: checkout, finance, admin.
         */
        post: operations["completePurchases"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/accounts/{accountId}/purchases/{purchaseId}/fail": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Records that a purchase was not paid
         * @description Roles: checkout, finance, admin.
         */
        post: operations["failPurchases"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/accounts/{accountId}/purchases/{purchaseId}/approve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Approves a request for credits
         * @description Roles: finance, admin.
         */
        post: operations["approvePurchases"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/accounts/{accountId}/purchases/{purchaseId}/reject": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Rejects a request for credits
         * @description Roles: finance, admin.
         */
        post: operations["rejectPurchases"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/accounts/{accountId}/purchases/{purchaseId}/reverse": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Reverses a completed purchase: its credits are taken back, spent ones are owed
         * @description Roles: finance, admin.
         */
        post: operations["reversePurchases"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/accounts/{accountId}/auto-recharge": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Buys credits by itself whenever available is at or below a threshold
         * @description Roles: checkout, admin.
         */
        put: operations["configureAutoRecharge"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/accounts/{accountId}/resources": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What runs and has run, the latest start first
         * @description Roles: service, checkout, support, finance, auditor, admin.
         */
        get: operations["listResources"];
        put?: never;
        /**
         * Starts something that costs by the hour
         * @description Roles: service, admin.
         */
        post: operations["startResources"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/accounts/{accountId}/resources/{resourceId}/stop": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Stops a resource
         * @description Roles: service, admin.
         */
        post: operations["stopResources"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/accounts/{accountId}/returns": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Turns money that was not paid in credits into credits that can be spent, not withdrawn
         * @description Roles: service, finance, admin.
         */
        post: operations["returnReturns"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Whose key this is, what its role is, and what time it is
         * @description Roles: service, checkout, support, finance, auditor, admin.
         */
        get: operations["showSession"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/accounts/{accountId}/statement": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Opening balance by bucket, every movement, closing balance, and the checkpoint that they rest on
         * @description Roles: service, checkout, support, finance, auditor, admin.
         */
        get: operations["statementStatement"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/system": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Health of each part, lag of the projector, builds under way, what is due
         * @description Roles: support, finance, auditor, admin.
         */
        get: operations["showSystem"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/test-clock": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The time of every process
         * @description Roles: service, checkout, support, finance, auditor, admin.
         */
        get: operations["showTestClock"];
        /**
         * Moves time forwards, and answers when all that fell due is recorded and shown
         * @description Roles: admin.
         */
        put: operations["moveTestClock"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/charges/batch": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Charges usage of any accounts, each line as if it were sent alone; application/x-ndjson has no end
         * @description Roles: service, admin.
         */
        post: operations["batchChargeBatch"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/accounts/{accountId}/charges": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Charges usage
         * @description Roles: service, admin.
         */
        post: operations["chargeCharges"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/accounts/{accountId}/charges/{transactionId}/refunds": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Gives a charge back, whole or in part
         * @description Roles: service, admin.
         */
        post: operations["refundCharges"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/accounts/{accountId}/usage": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Usage by product, model, resource, hour or day, from the log
         * @description Roles: service, checkout, support, finance, auditor, admin.
         */
        get: operations["usageUsage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/accounts/{accountId}/credits/check": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Whether credits cover a usage, decided as a charge would be
         * @description Roles: service, checkout, support, finance, auditor, admin.
         */
        get: operations["creditsCheckUsage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/notifications": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What an account was notified of
         * @description Roles: support, finance, auditor, admin.
         */
        get: operations["listNotifications"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhooks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * All webhooks, without their secrets
         * @description Roles: support, finance, auditor, admin.
         */
        get: operations["listWebhooks"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhooks/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Makes or changes a webhook
         * @description Roles: admin.
         */
        put: operations["configureWebhooks"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhooks/{id}/deliveries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What was sent, and what came of it
         * @description Roles: support, finance, auditor, admin.
         */
        get: operations["deliveriesWebhooks"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhooks/{id}/deliveries/{deliveryId}/redeliver": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sends a delivery once more
         * @description Roles: admin.
         */
        post: operations["redeliverWebhooks"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/accounts/{accountId}/withdrawals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Every withdrawal that was asked for, newest first
         * @description Roles: checkout, support, finance, auditor, admin.
         */
        get: operations["listWithdrawals"];
        put?: never;
        /**
         * Requests purchased credits back as money
         * @description Roles: checkout, finance, admin.
         */
        post: operations["requestWithdrawals"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/accounts/{accountId}/withdrawals/{withdrawalId}/approve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Approves a withdrawal; by another key than the one that requested it
         * @description Roles: finance, admin.
         */
        post: operations["approveWithdrawals"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/accounts/{accountId}/withdrawals/{withdrawalId}/reject": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Rejects a withdrawal: its credits return
         * @description Roles: finance, admin.
         */
        post: operations["rejectWithdrawals"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/accounts/{accountId}/withdrawals/{withdrawalId}/paid": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Marks an approved withdrawal as paid
         * @description Roles: finance, admin.
         */
        post: operations["paidWithdrawals"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/purchases": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Purchases of all accounts, newest first
         * @description Roles: checkout, support, finance, auditor, admin.
         */
        get: operations["purchasesWorklists"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/withdrawals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Withdrawals of all accounts, newest first
         * @description Roles: checkout, support, finance, auditor, admin.
         */
        get: operations["withdrawalsWorklists"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        FieldErrorAnswer: {
            /** @example scope.products */
            field: string;
            message: string;
        };
        ProblemAnswer: {
            /** @example urn:drawdown:problem:insufficient-credits */
            type: string;
            title: string;
            status: number;
            /**
             * @description Stable: switch on this
             * @enum {string}
             */
            code: "invalid" | "unauthorized" | "insufficient-credits" | "account-suspended" | "forbidden" | "four-eyes" | "support-grant-limit" | "account-not-found" | "not-found" | "promo-code-invalid" | "already-exists" | "already-settled" | "nothing-to-void" | "exceeds-charge" | "exceeds-hold" | "too-many-holds" | "too-many-payments" | "not-withdrawable" | "wrong-state" | "not-running" | "not-closable" | "too-many-buckets" | "too-many-resources" | "too-many-webhooks" | "too-much-at-once" | "promo-code-already-redeemed" | "promo-code-expired" | "promo-code-limit-reached" | "account-closed" | "request-timeout" | "payload-too-large" | "unsupported-media-type" | "idempotency-key-reused" | "queue-full" | "headers-too-large" | "internal" | "append-rejected" | "busy" | "outcome-unknown" | "store-unavailable" | "read-model-behind" | "read-model-unavailable" | "rebuilding" | "unavailable";
            /** @description A sentence for a person */
            detail: string;
            instance?: string;
            /** @description Which input is wrong */
            errors?: components["schemas"]["FieldErrorAnswer"][];
            /** @description 402: what was asked for */
            required?: string;
            /** @description 402: what may pay for that usage */
            available?: string;
            /** @description 402: what is missing */
            shortfall?: string;
            /** @description 402: when an allowance refreshes */
            resumesAt?: string | null;
            /** @description 402: the ways out */
            options?: {
                [key: string]: unknown;
            }[];
            /** @description exceeds-charge: what can still be refunded */
            refundable?: string;
            /** @description exceeds-hold: what can still be captured */
            held?: string;
            /** @description not-withdrawable: what can be withdrawn */
            withdrawable?: string;
            /** @description Of a promo code whose limit would lie below it */
            redeemed?: number;
            /** @description too-many-resources: how many run */
            running?: number;
            /** @description not-closable: what is open; too-many-…: how many are */
            open?: number | string[];
            /** @description too-many-payments: how many wait */
            pending?: number;
            /** @description too-many-buckets: how many may be open */
            most?: number;
        };
        SettingsBody: {
            /** @example 12.50 */
            overdraftLimit?: string;
            graceWindowSeconds?: number;
            /** @enum {string} */
            onZero?: "grace" | "terminate";
            /** @enum {string} */
            planOverage?: "pause" | "overdraft";
            /** @example 12.50 */
            minimumPurchase?: string;
            refundedPromoExpiresInDays?: number;
            /** @example 12.50 */
            supportGrantLimit?: string;
            alertThresholds?: string[];
        };
        OpenAccountBody: {
            /** @example team-1 */
            accountId: string;
            name?: string;
            settings?: components["schemas"]["SettingsBody"];
        };
        ByKind: {
            /** @example 12.50 */
            allowance: string;
            /** @example 12.50 */
            promo: string;
            /** @example 12.50 */
            prepaid: string;
        };
        Expiring: {
            /** @example 12.50 */
            in7Days: string;
            /** @example 12.50 */
            in30Days: string;
        };
        BalanceAnswer: {
            /**
             * @description available + held − overdraft
             * @example 12.50
             */
            total: string;
            /**
             * @description What could be spent now, whatever the scope
             * @example 12.50
             */
            available: string;
            /** @example 12.50 */
            held: string;
            /**
             * @description Debt: what usage cost beyond the buckets
             * @example 12.50
             */
            overdraft: string;
            /**
             * @description What running periods have cost by now, not charged yet: in no other amount
             * @example 12.50
             */
            accrued: string;
            byKind: components["schemas"]["ByKind"];
            /** @example 12.50 */
            withdrawable: string;
            expiring: components["schemas"]["Expiring"];
            /** @enum {string} */
            status: "active" | "grace" | "suspended" | "closed";
            paygUnlocked: boolean;
            /** @enum {string} */
            rateLimitTier: "basic" | "paid";
            /**
             * Format: date-time
             * @example 2026-01-31T12:00:00.000Z
             */
            graceDeadline: string | null;
            /** @description The last entry that this reflects */
            revision: number;
            /**
             * Format: date-time
             * @example 2026-01-31T12:00:00.000Z
             */
            asOf: string;
        };
        SettingsAnswer: {
            /** @example 12.50 */
            overdraftLimit: string;
            graceWindowSeconds: number;
            /** @enum {string} */
            onZero: "grace" | "terminate";
            /** @enum {string} */
            planOverage: "pause" | "overdraft";
            /** @example 12.50 */
            minimumPurchase: string;
            refundedPromoExpiresInDays: number;
            /** @example 12.50 */
            supportGrantLimit: string;
            /** @example 12.50 */
            alertThresholds: string[];
        };
        AutoRechargeTerms: {
            enabled: boolean;
            /** @example 12.50 */
            threshold: string;
            /** @example 12.50 */
            amount: string;
            /** @enum {string} */
            paymentMethod: "card" | "bank_transfer" | "usdc" | "io_coin";
            /** @example 12.50 */
            monthlyLimit: string | null;
        };
        AccountAnswer: {
            accountId: string;
            /** @description The last entry that this reflects */
            revision: number;
            balance: components["schemas"]["BalanceAnswer"];
            name: string | null;
            /** @enum {string} */
            status: "active" | "grace" | "suspended" | "closed";
            settings: components["schemas"]["SettingsAnswer"];
            /** @description null until it is configured */
            autoRecharge: components["schemas"]["AutoRechargeTerms"] | null;
            /**
             * Format: date-time
             * @example 2026-01-31T12:00:00.000Z
             */
            openedAt: string;
        };
        CloseAccountBody: {
            /** @description Give up the prepaid credits that are left */
            forfeit?: boolean;
        };
        LedgerAccount: {
            /**
             * @description As named in the journal
             * @example usage:inference
             */
            account: string;
            /**
             * @description Never zero
             * @example 12.50
             */
            balance: string;
        };
        TrialBalance: {
            /**
             * @description Of the last event in it, commit/prepare; null where there is none
             * @example 18231/18231
             */
            position: string | null;
            /**
             * Format: date-time
             * @description Null where it was cut by position
             * @example 2026-01-31T12:00:00.000Z
             */
            asOf: string | null;
            /** @description False: something may still be recorded for that time */
            final: boolean;
            /** @description By name */
            items: components["schemas"]["LedgerAccount"][];
            /**
             * @description Of the whole ledger: 0.00
             * @example 12.50
             */
            sum: string;
            /** @description Of the next page; null where this is the last */
            nextCursor: string | null;
        };
        Turnover: {
            /**
             * @description As in the journal; all customers together
             * @example usage:inference
             */
            account: string;
            /**
             * @description Before the month
             * @example 12.50
             */
            opening: string;
            /**
             * @description What reached it in the month: of usage, what was charged
             * @example 12.50
             */
            reached: string;
            /**
             * @description What left it in the month, negative: of usage, what was refunded
             * @example 12.50
             */
            left: string;
            /**
             * @description After the month: opening + reached + left
             * @example 12.50
             */
            closing: string;
        };
        UsageOfKindView: {
            /** @example inference */
            product: string;
            /**
             * @description `debt`: no bucket paid
             * @enum {string}
             */
            kind: "allowance" | "promo" | "prepaid" | "debt";
            /**
             * @description In the month
             * @example 12.50
             */
            charged: string;
            /**
             * @description Of what was charged in it or before
             * @example 12.50
             */
            refunded: string;
        };
        Report: {
            /** @example 2026-11 */
            month: string;
            /**
             * Format: date-time
             * @description The first instant that counts
             * @example 2026-01-31T12:00:00.000Z
             */
            from: string;
            /**
             * Format: date-time
             * @description The last one
             * @example 2026-01-31T12:00:00.000Z
             */
            to: string;
            /** @description False: the month is not over */
            final: boolean;
            /** @description Of the last event in it, commit/prepare */
            position: string | null;
            /** @description By name; each column sums to zero, reached and left together */
            items: components["schemas"]["Turnover"][];
            /** @description Which kind of credits paid for usage: of each product, what reached and left its account */
            usage: components["schemas"]["UsageOfKindView"][];
            /**
             * @description Credits that customers have, at the start: what is owed to them
             * @example 12.50
             */
            liabilityBefore: string;
            /**
             * @description The same at the end
             * @example 12.50
             */
            liabilityAfter: string;
            /**
             * @description Debt of customers at the start, zero or negative
             * @example 12.50
             */
            owedBefore: string;
            /**
             * @description The same at the end
             * @example 12.50
             */
            owedAfter: string;
        };
        SignatureView: {
            /** @description The first 16 digits of the SHA-256 of the public key in DER */
            keyId: string;
            /** @description Ed25519, base64, over `text` */
            signature: string;
        };
        CheckpointView: {
            number: number;
            /** @description The ledger's events in the log by then: leaves of the tree */
            size: number;
            /** @description Root of the Merkle tree (RFC 6962) over them */
            rootHash: string;
            /** @description Of the last of them in the log */
            position: string;
            /**
             * Format: date-time
             * @example 2026-01-31T12:00:00.000Z
             */
            madeAt: string;
            /** @description SHA-256 of the `text` of the checkpoint before; zeros at the first */
            previous: string;
            /** @description What is signed, byte for byte */
            text: string;
            /** @description Two while a key is rotated */
            signatures: components["schemas"]["SignatureView"][];
        };
        CheckpointsPage: {
            items: components["schemas"]["CheckpointView"][];
            /** @description Of the next page; null where this is the last */
            nextCursor: string | null;
        };
        InclusionProof: {
            checkpoint: components["schemas"]["CheckpointView"];
            accountId: string;
            /** @description The entry */
            revision: number;
            /** @description Of the event that holds the entry */
            stream: string;
            streamRevision: number;
            /** @description The hash of that event in the chain of its stream */
            eventHash: string;
            /** @description SHA-256 of a zero byte, `eventHash`, a space and `stream` */
            leafHash: string;
            /** @description Place of the leaf */
            leafIndex: number;
            /** @description Audit path (RFC 6962, 2.1.1), hex, the neighbour of the leaf first */
            path: string[];
        };
        ConsistencyProof: {
            from: components["schemas"]["CheckpointView"];
            to: components["schemas"]["CheckpointView"];
            /** @description Consistency proof (RFC 6962, 2.1.2), hex */
            path: string[];
        };
        BalanceView: {
            /**
             * @description available + held − overdraft
             * @example 12.50
             */
            total: string;
            /**
             * @description What could be spent now, whatever the scope
             * @example 12.50
             */
            available: string;
            /** @example 12.50 */
            held: string;
            /**
             * @description Debt: what usage cost beyond the buckets
             * @example 12.50
             */
            overdraft: string;
            /**
             * @description What running periods have cost by now, not charged yet: in no other amount
             * @example 12.50
             */
            accrued: string;
            byKind: components["schemas"]["ByKind"];
            /** @example 12.50 */
            withdrawable: string;
            expiring: components["schemas"]["Expiring"];
            /** @enum {string} */
            status: "active" | "grace" | "suspended" | "closed";
            paygUnlocked: boolean;
            /** @enum {string} */
            rateLimitTier: "basic" | "paid";
            /**
             * Format: date-time
             * @example 2026-01-31T12:00:00.000Z
             */
            graceDeadline: string | null;
            /** @description The last entry that this reflects */
            revision: number;
            /**
             * Format: date-time
             * @example 2026-01-31T12:00:00.000Z
             */
            asOf: string;
            /** @example 12.50 */
            burnRate: string;
            /** @example 12.50 */
            hoursRemaining: string | null;
            /** @description Of the past: nothing more is recorded for that time */
            final?: boolean;
            /** @description Of the past: where in the log its last event lies, `commit/prepare` */
            position?: string | null;
        };
        BucketView: {
            bucketId: string;
            /** @enum {string} */
            kind: "allowance" | "promo" | "prepaid";
            source: string;
            scope: {
                products?: string[];
                models?: string[];
                gpus?: string[];
            } | null;
            /** @example 12.50 */
            granted: string;
            /**
             * @description Without what is held
             * @example 12.50
             */
            remaining: string;
            /** @example 12.50 */
            held: string;
            /** @example 12.50 */
            spent: string;
            /** @example 12.50 */
            lapsed: string;
            /**
             * @description Set aside for withdrawals included
             * @example 12.50
             */
            withdrawn: string;
            /**
             * Format: date-time
             * @example 2026-01-31T12:00:00.000Z
             */
            effectiveAt: string;
            /**
             * Format: date-time
             * @example 2026-01-31T12:00:00.000Z
             */
            expiresAt: string | null;
        };
        BucketsView: {
            items: components["schemas"]["BucketView"][];
            /** @description The last entry that this reflects */
            revision: number;
            /** @description Of the past: nothing more is recorded for that time */
            final?: boolean;
            /** @description Of the past: where in the log its last event lies, `commit/prepare` */
            position?: string | null;
        };
        BurnRateView: {
            /**
             * @description resources + usage
             * @example 12.50
             */
            burnRate: string;
            /**
             * @description Rates of what runs
             * @example 12.50
             */
            resources: string;
            /**
             * @description Other usage of the last 60 minutes
             * @example 12.50
             */
            usage: string;
            /** @example 12.50 */
            hoursRemaining: string | null;
            /** @description The last entry that this reflects */
            revision: number;
        };
        ActorView: {
            /** @description The API key's name */
            key: string;
            /** @description The person behind it */
            person?: string;
        };
        EventMetadataView: {
            eventId: string;
            streamRevision: number;
            version: number;
            idempotencyKey: string | null;
            requestHash: string | null;
            /** @description Hash of the event before: the chain that can be verified */
            previousHash: string | null;
        };
        EventItem: {
            /** @description The last entry that this reflects */
            revision: number;
            type: string;
            /**
             * Format: date-time
             * @example 2026-01-31T12:00:00.000Z
             */
            recordedAt: string;
            /**
             * Format: date-time
             * @example 2026-01-31T12:00:00.000Z
             */
            effectiveAt: string;
            actor: components["schemas"]["ActorView"];
            data: {
                [key: string]: unknown;
            };
            metadata: components["schemas"]["EventMetadataView"];
        };
        EventsPage: {
            items: components["schemas"]["EventItem"][];
            /** @description Of the next page; null where this is the last */
            nextCursor: string | null;
            /** @description The last entry that this reflects */
            revision: number;
        };
        MomentView: {
            balance: components["schemas"]["BalanceAnswer"];
            buckets: components["schemas"]["BucketView"][];
        };
        ReplayItem: {
            /** @description The last entry that this reflects */
            revision: number;
            type: string;
            /**
             * Format: date-time
             * @example 2026-01-31T12:00:00.000Z
             */
            recordedAt: string;
            /**
             * Format: date-time
             * @example 2026-01-31T12:00:00.000Z
             */
            effectiveAt: string;
            actor: components["schemas"]["ActorView"];
            data: {
                [key: string]: unknown;
            };
            before: components["schemas"]["MomentView"];
            after: components["schemas"]["MomentView"];
            /** @description What differs, in sentences */
            changes: string[];
        };
        ReplayPage: {
            items: components["schemas"]["ReplayItem"][];
            /** @description Of the next page; null where this is the last */
            nextCursor: string | null;
            /** @description The last entry that this reflects */
            revision: number;
        };
        ExplainedUsage: {
            product: string;
            model: string | null;
            gpu: string | null;
            /** @example 12.50 */
            amount: string;
        };
        ExplainedBucket: {
            bucketId: string;
            /** @enum {string} */
            kind: "allowance" | "promo" | "prepaid";
            tier: number;
            scope: {
                products?: string[];
                models?: string[];
                gpus?: string[];
            } | null;
            /**
             * Format: date-time
             * @example 2026-01-31T12:00:00.000Z
             */
            expiresAt: string | null;
            /** @example 12.50 */
            remainingBefore: string;
            /** @example 12.50 */
            paid: string;
            /** @description A sentence that can be read out */
            reason: string;
        };
        Explanation: {
            transactionId: string;
            /** @description The last entry that this reflects */
            revision: number;
            /**
             * Format: date-time
             * @example 2026-01-31T12:00:00.000Z
             */
            decidedAt: string;
            /**
             * Format: date-time
             * @example 2026-01-31T12:00:00.000Z
             */
            effectiveAt: string;
            usage: components["schemas"]["ExplainedUsage"];
            buckets: components["schemas"]["ExplainedBucket"][];
            /** @example 12.50 */
            overdraft: string;
        };
        AllocationAnswer: {
            bucketId: string;
            /** @enum {string} */
            kind: "allowance" | "promo" | "prepaid";
            /** @example 12.50 */
            amount: string;
        };
        TransactionView: {
            /** @description Null where it accumulates */
            transactionId: string | null;
            /** @description The entry that settled it, or opened it: its place */
            revision: number;
            /**
             * Format: date-time
             * @description When it was recorded
             * @example 2026-01-31T12:00:00.000Z
             */
            time: string;
            /**
             * Format: date-time
             * @description Business time
             * @example 2026-01-31T12:00:00.000Z
             */
            effectiveTime: string;
            /** @enum {string} */
            type: "deposit" | "auto_recharge" | "promo" | "allowance" | "usage" | "refund" | "hold" | "withdrawal" | "expiry" | "adjustment";
            /** @enum {string} */
            status: "completed" | "pending" | "failed" | "accumulating";
            description: string;
            /** @description Product */
            service: string | null;
            /** @example 12.50 */
            amount: string;
            /** @example 12.50 */
            balanceAfter: string | null;
            invoiceUrl: string | null;
            /**
             * @description Of purchases
             * @enum {string|null}
             */
            paymentMethod: "card" | "bank_transfer" | "usdc" | "io_coin" | "request" | null;
            /** @description Who approved a request for credits */
            approvedBy: string | null;
            allocation: components["schemas"]["AllocationAnswer"][];
            resourceId: string | null;
            metadata: {
                [key: string]: unknown;
            } | null;
        };
        TransactionsPage: {
            items: components["schemas"]["TransactionView"][];
            /** @description Of the next page; null where this is the last */
            nextCursor: string | null;
            /** @description The last entry that this reflects */
            revision: number;
        };
        BalancePoint: {
            /**
             * Format: date-time
             * @example 2026-01-31T12:00:00.000Z
             */
            at: string;
            /**
             * @description The balance’s total
             * @example 12.50
             */
            total: string;
        };
        BalanceHistory: {
            /**
             * Format: date-time
             * @example 2026-01-31T12:00:00.000Z
             */
            from: string;
            /**
             * Format: date-time
             * @example 2026-01-31T12:00:00.000Z
             */
            to: string;
            points: components["schemas"]["BalancePoint"][];
            /** @description The last entry that this reflects */
            revision: number;
        };
        PlaceHoldBody: {
            /** @example 12.50 */
            amount: string;
            /** @example vm */
            product: string;
            model?: string;
            gpu?: string;
            resourceId?: string;
            /** @description After so many seconds its credits are free again; 86400 if not said */
            expiresInSeconds?: number;
            description?: string;
            metadata?: {
                [key: string]: string;
            };
        };
        HoldAnswer: {
            accountId: string;
            /** @description The last entry that this reflects */
            revision: number;
            balance: components["schemas"]["BalanceAnswer"];
            holdId: string;
            /** @enum {string} */
            status: "held";
            /** @example 12.50 */
            amount: string;
            /** @description What is held of each bucket, in order */
            allocation: components["schemas"]["AllocationAnswer"][];
            /**
             * Format: date-time
             * @example 2026-01-31T12:00:00.000Z
             */
            expiresAt: string;
        };
        CaptureHoldBody: {
            /**
             * @description Absent: all that is held
             * @example 12.50
             */
            amount?: string;
            /** @description false: keeps the rest held for further captures. true if not said */
            final?: boolean;
        };
        CaptureAnswer: {
            accountId: string;
            /** @description The last entry that this reflects */
            revision: number;
            balance: components["schemas"]["BalanceAnswer"];
            transactionId: string;
            /** @enum {string} */
            status: "completed" | "pending";
            /** @example 12.50 */
            amount: string;
            /** @description What each bucket paid, in order */
            allocation: components["schemas"]["AllocationAnswer"][];
            /**
             * @description What no bucket paid
             * @example 12.50
             */
            overdraft: string;
            holdId: string;
            /**
             * @description What is still held
             * @example 12.50
             */
            held: string;
            /**
             * @description What was not captured and returned to its buckets
             * @example 12.50
             */
            released: string;
        };
        ReleaseHoldBody: Record<string, never>;
        ReleaseAnswer: {
            accountId: string;
            /** @description The last entry that this reflects */
            revision: number;
            balance: components["schemas"]["BalanceAnswer"];
            holdId: string;
            /** @enum {string} */
            status: "released";
            /**
             * @description What was still held
             * @example 12.50
             */
            amount: string;
            /** @description Where it returned to */
            allocation: components["schemas"]["AllocationAnswer"][];
        };
        HoldView: {
            holdId: string;
            /** @enum {string} */
            status: "held" | "captured" | "released" | "expired";
            /** @example 12.50 */
            amount: string;
            /** @example 12.50 */
            captured: string;
            /**
             * @description What is still held
             * @example 12.50
             */
            held: string;
            product: string;
            model: string | null;
            gpu: string | null;
            resourceId: string | null;
            description: string | null;
            metadata: {
                [key: string]: unknown;
            } | null;
            /**
             * Format: date-time
             * @example 2026-01-31T12:00:00.000Z
             */
            placedAt: string;
            /**
             * Format: date-time
             * @example 2026-01-31T12:00:00.000Z
             */
            expiresAt: string;
            /**
             * Format: date-time
             * @example 2026-01-31T12:00:00.000Z
             */
            settledAt: string | null;
        };
        HoldsPage: {
            items: components["schemas"]["HoldView"][];
            /** @description Of the next page; null where this is the last */
            nextCursor: string | null;
            /** @description The last entry that this reflects */
            revision: number;
        };
        TierAnswer: {
            above_prompt_tokens: number;
            /**
             * @description Where it is stated
             * @example 12.50
             */
            input_token_price?: string;
            /**
             * @description Where it is stated
             * @example 12.50
             */
            output_token_price?: string;
            /**
             * @description Where it is stated
             * @example 12.50
             */
            cached_input_token_price?: string;
            /**
             * @description Where it is stated
             * @example 12.50
             */
            cache_write_token_price?: string;
            /**
             * @description Where it is stated
             * @example 12.50
             */
            reasoning_token_price?: string;
            unit_prices?: {
                [key: string]: unknown;
            };
        };
        ModelAnswer: {
            id: string;
            /** @example 12.50 */
            input_token_price: string;
            /** @example 12.50 */
            output_token_price: string;
            /**
             * @description Where it is stated
             * @example 12.50
             */
            cached_input_token_price?: string;
            /**
             * @description Where it is stated
             * @example 12.50
             */
            cache_write_token_price?: string;
            /**
             * @description Where it is stated
             * @example 12.50
             */
            reasoning_token_price?: string;
            unit_prices?: {
                [key: string]: unknown;
            };
            tiers?: components["schemas"]["TierAnswer"][];
            /**
             * Format: date-time
             * @example 2026-01-31T12:00:00.000Z
             */
            effectiveFrom: string;
        };
        ModelsAnswer: {
            items: components["schemas"]["ModelAnswer"][];
        };
        PriceHistoryItem: {
            /** @description In force from its `effectiveFrom` on, until another is */
            prices: components["schemas"]["ModelAnswer"];
            /** @description Usage of this moment is priced by it */
            isInForce: boolean;
        };
        PriceHistoryAnswer: {
            items: components["schemas"]["PriceHistoryItem"][];
        };
        TierBody: {
            /** @description Input, cached and cache write together exceed it */
            above_prompt_tokens: number;
            /**
             * @description Credits per token. Absent: that of the model
             * @example 12.50
             */
            input_token_price?: string;
            /**
             * @description Credits per token. Absent: that of the model
             * @example 12.50
             */
            output_token_price?: string;
            /**
             * @description Credits per token. Absent: that of the model, or the input price
             * @example 12.50
             */
            cached_input_token_price?: string;
            /**
             * @description Credits per token. Absent: that of the model, or the input price
             * @example 12.50
             */
            cache_write_token_price?: string;
            /**
             * @description Credits per token. Absent: that of the model, or the output price
             * @example 12.50
             */
            reasoning_token_price?: string;
            /** @description Credits per unit, by its name. Absent ones: those of the model */
            unit_prices?: {
                [key: string]: string;
            };
        };
        PriceModelBody: {
            /** @description As in the path */
            id?: string;
            /**
             * @description Credits per token. What was neither cached nor written to a cache
             * @example 12.50
             */
            input_token_price: string;
            /**
             * @description Credits per token. What is not reasoning
             * @example 12.50
             */
            output_token_price: string;
            /**
             * @description Credits per token. Absent: the input price
             * @example 12.50
             */
            cached_input_token_price?: string;
            /**
             * @description Credits per token. Absent: the input price
             * @example 12.50
             */
            cache_write_token_price?: string;
            /**
             * @description Credits per token. Absent: the output price
             * @example 12.50
             */
            reasoning_token_price?: string;
            /** @description Credits per unit, by its name. Others can not be charged */
            unit_prices?: {
                [key: string]: string;
            };
            /** @description Each for whole requests */
            tiers?: components["schemas"]["TierBody"][];
            /**
             * Format: date-time
             * @description In the future, or in the past for usage not charged yet. Absent: now
             */
            effectiveFrom?: string;
        };
        OverviewAccount: {
            accountId: string;
            /** @description The last entry that this reflects */
            revision: number;
            name: string | null;
            /** @enum {string} */
            status: "active" | "grace" | "suspended" | "closed";
            settings: components["schemas"]["SettingsAnswer"];
            /** @description null until it is configured */
            autoRecharge: components["schemas"]["AutoRechargeTerms"] | null;
            /**
             * Format: date-time
             * @example 2026-01-31T12:00:00.000Z
             */
            openedAt: string;
        };
        ModelUse: {
            /** @description null: usage without a model */
            model: string | null;
            /** @example 12.50 */
            amount: string;
        };
        PlanView: {
            plan: string;
            /**
             * Format: date-time
             * @example 2026-01-31T12:00:00.000Z
             */
            paidUntil: string | null;
            /**
             * @description Credits of a cycle
             * @example 12.50
             */
            allowance: string;
            /**
             * @description Less what was refunded
             * @example 12.50
             */
            used: string;
            /**
             * @description In percent, rounded half-up at 2 decimals
             * @example 80.00
             */
            usedPercent: string;
            /** @example 12.50 */
            remaining: string;
            /**
             * Format: date-time
             * @description When the next cycle begins; or paidUntil, where the plan ends before
             * @example 2026-01-31T12:00:00.000Z
             */
            resetsAt: string | null;
            /** @description Of what is used, by model */
            byModel: components["schemas"]["ModelUse"][];
            /** @description The last entry that this reflects */
            revision: number;
        };
        UsageLineView: {
            product?: string;
            model?: string | null;
            resource?: string | null;
            /**
             * Format: date-time
             * @description With the offset of the time zone
             */
            hour?: string;
            /** Format: date */
            day?: string;
            charges: number;
            /** @example 12.50 */
            charged: string;
            /** @example 12.50 */
            refunded: string;
            /**
             * @description charged − refunded
             * @example 12.50
             */
            amount: string;
        };
        ResourceView: {
            resourceId: string;
            name: string | null;
            /** @enum {string} */
            kind: "instance" | "cluster" | "storage";
            product: string;
            gpu: string | null;
            /** @example 12.50 */
            ratePerHour: string;
            /** @enum {string} */
            status: "running" | "stopped";
            accessible: boolean;
            /**
             * Format: date-time
             * @example 2026-01-31T12:00:00.000Z
             */
            startedAt: string;
            /**
             * Format: date-time
             * @example 2026-01-31T12:00:00.000Z
             */
            stoppedAt: string | null;
            /** @example 12.50 */
            hoursServed: string;
            /**
             * @description For running time, whatever was refunded of it
             * @example 12.50
             */
            charged: string;
            /**
             * @description Of the running period: not charged yet
             * @example 12.50
             */
            accumulating: string;
        };
        Overview: {
            account: components["schemas"]["OverviewAccount"];
            balance: components["schemas"]["BalanceView"];
            burnRate: components["schemas"]["BurnRateView"];
            plan: components["schemas"]["PlanView"];
            /** @description Of the last 30 days */
            usageByModel: components["schemas"]["UsageLineView"][];
            /** @description The 10 newest */
            transactions: components["schemas"]["TransactionView"][];
            /** @description The 50 that were started last */
            resources: components["schemas"]["ResourceView"][];
            /** @description The last entry that this reflects */
            revision: number;
        };
        ChoosePlanBody: {
            /** @example professional */
            plan: string;
            /**
             * Format: date-time
             * @description When it ends, if not chosen again. Absent: open-ended
             */
            paidUntil?: string;
        };
        PlanChosenAnswer: {
            accountId: string;
            /** @description The last entry that this reflects */
            revision: number;
            balance: components["schemas"]["BalanceAnswer"];
            plan: string;
            /**
             * Format: date-time
             * @example 2026-01-31T12:00:00.000Z
             */
            paidUntil: string | null;
            /**
             * @description Credits of a cycle
             * @example 12.50
             */
            allowance: string;
            /**
             * @description Less what was refunded
             * @example 12.50
             */
            used: string;
            /**
             * @description In percent, rounded half-up at 2 decimals
             * @example 80.00
             */
            usedPercent: string;
            /** @example 12.50 */
            remaining: string;
            /**
             * Format: date-time
             * @description When the next cycle begins; or paidUntil, where the plan ends before
             * @example 2026-01-31T12:00:00.000Z
             */
            resetsAt: string | null;
        };
        PlanOfferAnswer: {
            plan: string;
            name: string;
            /**
             * @description Of 30 days; each cycle gives its part
             * @example 12.50
             */
            monthlyCredits: string;
            /** @description Hours of a cycle; null: no allowance */
            refreshHours: number | null;
            scope: {
                products?: string[];
                models?: string[];
                gpus?: string[];
            } | null;
            /** @example 12.50 */
            pricePerMonth: string;
            description: string | null;
            features: string[];
        };
        PlansAnswer: {
            items: components["schemas"]["PlanOfferAnswer"][];
        };
        ScopeBody: {
            products?: string[];
            models?: string[];
            gpus?: string[];
        };
        DefinePlanBody: {
            /** @description As in the path */
            plan?: string;
            name: string;
            /**
             * @description Of 30 days; each cycle gives its part
             * @example 12.50
             */
            monthlyCredits: string;
            /** @description Hours of a cycle. Absent or null: no allowance */
            refreshHours?: number | null;
            /** @description What the allowance pays for. Null: everything */
            scope?: components["schemas"]["ScopeBody"] | null;
            /** @example 12.50 */
            pricePerMonth: string;
            description?: string | null;
            features?: string[];
        };
        PromoCodeAnswer: {
            /** @description As it was spelled last; codes are case-insensitive */
            code: string;
            /**
             * @description Credits of a redemption
             * @example 12.50
             */
            amount: string;
            scope: {
                products?: string[];
                models?: string[];
                gpus?: string[];
            } | null;
            /**
             * Format: date-time
             * @description From then on nobody redeems it
             * @example 2026-01-31T12:00:00.000Z
             */
            expiresAt: string | null;
            /**
             * Format: date-time
             * @example 2026-01-31T12:00:00.000Z
             */
            creditExpiresAt: string | null;
            creditExpiresInDays: number | null;
            maxRedemptions: number | null;
            disabled: boolean;
            /** @description Accounts that have redeemed it */
            redeemed: number;
        };
        PromoCodesPage: {
            items: components["schemas"]["PromoCodeAnswer"][];
            nextCursor: string | null;
        };
        DefinePromoCodeBody: {
            /**
             * @description Credits of a redemption
             * @example 12.50
             */
            amount: string;
            /** @description Absent: pays for everything */
            scope?: components["schemas"]["ScopeBody"];
            /**
             * Format: date-time
             * @description From then on nobody redeems it. Absent: never
             */
            expiresAt?: string;
            /**
             * Format: date-time
             * @description When its credits expire
             */
            creditExpiresAt?: string;
            /** @description Or so many days after redemption */
            creditExpiresInDays?: number;
            /** @description Absent: no limit */
            maxRedemptions?: number;
            /** @description Then it counts as expired */
            disabled?: boolean;
        };
        RedeemPromoCodeBody: Record<string, never>;
        GrantAnswer: {
            accountId: string;
            /** @description The last entry that this reflects */
            revision: number;
            balance: components["schemas"]["BalanceAnswer"];
            bucketId: string;
            /** @example 12.50 */
            amount: string;
            scope: {
                products?: string[];
                models?: string[];
                gpus?: string[];
            } | null;
            /**
             * Format: date-time
             * @example 2026-01-31T12:00:00.000Z
             */
            effectiveAt: string;
            /**
             * Format: date-time
             * @example 2026-01-31T12:00:00.000Z
             */
            expiresAt: string | null;
            /** @enum {string} */
            source: "signup" | "promo_code" | "incentive" | "support";
            reason: string | null;
        };
        GrantPromoBody: {
            /** @example 12.50 */
            amount: string;
            /** @description Absent: pays for everything */
            scope?: components["schemas"]["ScopeBody"];
            /**
             * Format: date-time
             * @description Absent: at once
             */
            effectiveAt?: string;
            /**
             * Format: date-time
             * @description Absent: never
             */
            expiresAt?: string;
            /** @enum {string} */
            source: "signup" | "promo_code" | "incentive" | "support";
            reason?: string;
        };
        VoidGrantBody: {
            reason: string;
        };
        VoidGrantAnswer: {
            accountId: string;
            /** @description The last entry that this reflects */
            revision: number;
            balance: components["schemas"]["BalanceAnswer"];
            bucketId: string;
            /**
             * @description What was unspent and has lapsed
             * @example 12.50
             */
            amount: string;
            reason: string | null;
        };
        PurchaseView: {
            accountId: string;
            purchaseId: string;
            /** @example 12.50 */
            credits: string;
            /** @example 12.50 */
            fee: string;
            /** @example 12.50 */
            total: string;
            /** @enum {string} */
            paymentMethod: "card" | "bank_transfer" | "usdc" | "io_coin" | "request";
            /** @enum {string} */
            status: "pending" | "approved" | "completed" | "failed" | "rejected" | "reversed";
            /**
             * Format: date-time
             * @example 2026-01-31T12:00:00.000Z
             */
            openedAt: string;
            /**
             * Format: date-time
             * @description When it was completed, rejected or reversed, or failed
             * @example 2026-01-31T12:00:00.000Z
             */
            settledAt: string | null;
            /** @description The person who approved it, or the API key’s name */
            approvedBy: string | null;
            metadata: {
                [key: string]: unknown;
            } | null;
        };
        PurchasesPage: {
            items: components["schemas"]["PurchaseView"][];
            nextCursor: string | null;
            /** @description The last entry that this reflects */
            revision: number;
        };
        BonusBody: {
            /** @example 12.50 */
            amount: string;
            /** Format: date-time */
            expiresAt?: string;
            scope?: components["schemas"]["ScopeBody"];
        };
        PurchasePrepaidBody: {
            /** @example 12.50 */
            amount: string;
            /** @enum {string} */
            paymentMethod: "card" | "bank_transfer" | "usdc" | "io_coin" | "request";
            /**
             * @description Absent: pending
             * @enum {string}
             */
            status?: "pending" | "completed";
            /** Format: uri */
            invoiceUrl?: string;
            /** @description Promo credits that come with it */
            bonus?: components["schemas"]["BonusBody"];
            metadata?: {
                [key: string]: string;
            };
        };
        PurchaseAnswer: {
            accountId: string;
            /** @description The last entry that this reflects */
            revision: number;
            balance: components["schemas"]["BalanceAnswer"];
            purchaseId: string;
            /** @example 12.50 */
            credits: string;
            /**
             * @description The payment provider's fee, on top
             * @example 12.50
             */
            fee: string;
            /**
             * @description What is to be paid
             * @example 12.50
             */
            total: string;
            /** @enum {string} */
            status: "pending" | "completed" | "failed" | "approved" | "rejected" | "reversed";
            /** @enum {string} */
            paymentMethod: "card" | "bank_transfer" | "usdc" | "io_coin" | "request";
            /** @description Where the credits are, once they are there */
            bucketId: string | null;
        };
        ReasonBody: {
            reason?: string;
        };
        ApprovePurchaseBody: {
            reason?: string;
            /** @description false: spendable at once, withdrawable when the purchase is completed */
            paid?: boolean;
        };
        AutoRechargeBody: {
            enabled: boolean;
            /**
             * @description Recharged when available is at or below it
             * @example 12.50
             */
            threshold: string;
            /**
             * @description Credits of one recharge
             * @example 12.50
             */
            amount: string;
            /** @enum {string} */
            paymentMethod: "card" | "bank_transfer" | "usdc" | "io_coin";
            /**
             * @description Credits in a calendar month (UTC). Absent: no limit
             * @example 12.50
             */
            monthlyLimit?: string;
        };
        AutoRechargeAnswer: {
            accountId: string;
            /** @description The last entry that this reflects */
            revision: number;
            balance: components["schemas"]["BalanceAnswer"];
            enabled: boolean;
            /** @example 12.50 */
            threshold: string;
            /** @example 12.50 */
            amount: string;
            /** @enum {string} */
            paymentMethod: "card" | "bank_transfer" | "usdc" | "io_coin";
            /** @example 12.50 */
            monthlyLimit: string | null;
        };
        StartResourceBody: {
            /** @example vm-1 */
            resourceId: string;
            /** @description For people */
            name?: string;
            /** @enum {string} */
            kind: "instance" | "cluster" | "storage";
            product: string;
            gpu?: string;
            /**
             * @description Credits per hour
             * @example 12.50
             */
            ratePerHour: string;
        };
        ResourceStartedAnswer: {
            accountId: string;
            /** @description The last entry that this reflects */
            revision: number;
            balance: components["schemas"]["BalanceAnswer"];
            resourceId: string;
            name: string | null;
            /** @enum {string} */
            kind: "instance" | "cluster" | "storage";
            product: string;
            gpu: string | null;
            /** @example 12.50 */
            ratePerHour: string;
            /** @enum {string} */
            status: "running";
            accessible: boolean;
            /**
             * Format: date-time
             * @example 2026-01-31T12:00:00.000Z
             */
            startedAt: string;
        };
        StopResourceBody: Record<string, never>;
        ResourceStoppedAnswer: {
            accountId: string;
            /** @description The last entry that this reflects */
            revision: number;
            balance: components["schemas"]["BalanceAnswer"];
            resourceId: string;
            /** @enum {string} */
            status: "stopped";
            /**
             * Format: date-time
             * @example 2026-01-31T12:00:00.000Z
             */
            stoppedAt: string;
        };
        ResourcesPage: {
            items: components["schemas"]["ResourceView"][];
            /** @description Of the next page; null where this is the last */
            nextCursor: string | null;
            /** @description The last entry that this reflects */
            revision: number;
        };
        ReturnCreditsBody: {
            /** @example 12.50 */
            amount: string;
            /**
             * @description What the money had been paid for
             * @example cluster
             */
            product: string;
            reason: string;
            /** @description What the payment is known by elsewhere */
            externalReference?: string;
        };
        ReturnAnswer: {
            accountId: string;
            /** @description The last entry that this reflects */
            revision: number;
            balance: components["schemas"]["BalanceAnswer"];
            /** @description Where the credits are */
            bucketId: string;
            /** @example 12.50 */
            amount: string;
            product: string;
            reason: string;
            externalReference: string | null;
        };
        SessionAnswer: {
            /** @description The name of the key, as events keep it */
            key: string;
            /** @enum {string} */
            role: "service" | "checkout" | "support" | "finance" | "auditor" | "admin";
            /**
             * Format: date-time
             * @description The time that decisions are made at
             * @example 2026-01-31T12:00:00.000Z
             */
            now: string;
            /** @description The time stands still until it is moved */
            hasTestClock: boolean;
        };
        StatementBucket: {
            bucketId: string;
            /** @enum {string} */
            kind: "allowance" | "promo" | "prepaid";
            source: string;
            scope: {
                products?: string[];
                models?: string[];
                gpus?: string[];
            } | null;
            /**
             * Format: date-time
             * @example 2026-01-31T12:00:00.000Z
             */
            effectiveAt: string;
            /**
             * Format: date-time
             * @example 2026-01-31T12:00:00.000Z
             */
            expiresAt: string | null;
            /**
             * @description Without what is held
             * @example 12.50
             */
            remaining: string;
            /** @example 12.50 */
            held: string;
            /**
             * @description Of a grant that is not effective yet: not in the total
             * @example 12.50
             */
            pending: string;
        };
        StatementBalance: {
            /** @description In the order of granting; those that have nothing are left out */
            buckets: components["schemas"]["StatementBucket"][];
            /**
             * @description Debt
             * @example 12.50
             */
            overdraft: string;
            /**
             * @description Set aside for withdrawals under review: not in the total
             * @example 12.50
             */
            withdrawals: string;
            /**
             * @description What remains in buckets and what is held of them, less the overdraft
             * @example 12.50
             */
            total: string;
        };
        StatementPart: {
            /** @description Null where `part` is of the account and not of a bucket */
            bucketId: string | null;
            /**
             * @description The member of the balance that it changes
             * @enum {string}
             */
            part: "remaining" | "held" | "pending" | "overdraft" | "withdrawals";
            /**
             * @description By how much, signed; never zero
             * @example 12.50
             */
            amount: string;
        };
        StatementItem: {
            /** @description The entry */
            revision: number;
            /**
             * Format: date-time
             * @description When it was recorded
             * @example 2026-01-31T12:00:00.000Z
             */
            time: string;
            /**
             * Format: date-time
             * @description Business time
             * @example 2026-01-31T12:00:00.000Z
             */
            effectiveTime: string;
            /** @enum {string} */
            type: "deposit" | "auto_recharge" | "promo" | "allowance" | "usage" | "refund" | "hold" | "withdrawal" | "expiry" | "adjustment";
            description: string;
            /** @description Product */
            service: string | null;
            /**
             * @description Change of the total
             * @example 12.50
             */
            amount: string;
            /**
             * @description The total after it
             * @example 12.50
             */
            balanceAfter: string;
            /** @description Never empty */
            movements: components["schemas"]["StatementPart"][];
        };
        StatementView: {
            accountId: string;
            name: string | null;
            /**
             * Format: date-time
             * @description The first time of recording that counts
             * @example 2026-01-31T12:00:00.000Z
             */
            from: string;
            /**
             * Format: date-time
             * @description The last one
             * @example 2026-01-31T12:00:00.000Z
             */
            to: string;
            /** @description False: `to` is less than 5 s ago, and more may be recorded for it */
            final: boolean;
            /** @description The last entry by `to`; 0 before the opening */
            revision: number;
            /** @description Where in the log that entry lies, `commit/prepare` */
            position: string | null;
            /** @description The first that was signed with that entry in it; null: none was signed yet, so nothing proves it so far */
            checkpoint: components["schemas"]["CheckpointView"] | null;
            /** @description Before `from` */
            opening: components["schemas"]["StatementBalance"];
            /** @description Oldest first */
            items: components["schemas"]["StatementItem"][];
            /** @description At `to` */
            closing: components["schemas"]["StatementBalance"];
        };
        PartView: {
            /** @enum {string} */
            name: "eventStore" | "redis";
            /** @enum {string} */
            status: "ok" | "unavailable" | "wrong";
            /** @description Where it is wrong, why */
            problem: string | null;
        };
        LogView: {
            /** @description Of its last event */
            position: string | null;
            /**
             * Format: date-time
             * @description When the last event of an account was recorded
             * @example 2026-01-31T12:00:00.000Z
             */
            lastRecordedAt: string | null;
        };
        ReadModelsView: {
            /** @enum {string} */
            status: "serving" | "rebuilding" | "unavailable";
            /** @description Everything up to here is applied */
            position: string | null;
            /** @description Events of accounts that wait to be applied; null: unknown */
            waitingEvents: number | null;
            /** @description More wait than were counted */
            hasMore: boolean;
            /** @description How long the first of them has waited; 0 where none does */
            lagMs: number | null;
        };
        BuildView: {
            build: string;
            /** @description The one read model that is made anew, beside rows of the others that serve; null: all are */
            readModel: string | null;
            /** @description Everything up to here is in it */
            position: string | null;
            /** @description How much is made, in whole percent: of the log, or of the accounts; null: unknown */
            percent: number | null;
        };
        FollowerView: {
            /** @enum {string} */
            name: "redemptions" | "plan-terms" | "webhooks";
            /** @description Its checkpoint in the log; past events without effect it moves now and then */
            position: string | null;
        };
        DueView: {
            accountId: string;
            /**
             * Format: date-time
             * @example 2026-01-31T12:00:00.000Z
             */
            dueAt: string;
            /** @description How long it has been due; 0 where it is to come */
            overdueMs: number;
        };
        SignedView: {
            number: number;
            /** @description Events of the ledger that it covers */
            size: number;
            position: string;
            /**
             * Format: date-time
             * @example 2026-01-31T12:00:00.000Z
             */
            madeAt: string;
        };
        SystemView: {
            /** @enum {string} */
            status: "ok" | "unavailable";
            parts: components["schemas"]["PartView"][];
            log: components["schemas"]["LogView"];
            /** @description What the projector has made */
            readModels: components["schemas"]["ReadModelsView"];
            /** @description Builds that grow beside the one that serves */
            builds: components["schemas"]["BuildView"][];
            /** @description The process manager's */
            followers: components["schemas"]["FollowerView"][];
            /** @description What falls due first; null: nothing does, or it is unknown */
            nextDue: components["schemas"]["DueView"] | null;
            /** @description The newest checkpoint */
            checkpoint: components["schemas"]["SignedView"] | null;
        };
        TestClockAnswer: {
            /**
             * Format: date-time
             * @example 2026-01-31T12:00:00.000Z
             */
            now: string;
        };
        MoveTestClockBody: {
            /**
             * Format: date-time
             * @description The time to set, or
             */
            now?: string;
            /** @description how far to move */
            advanceSeconds?: number;
        };
        ChargeLineBody: {
            /**
             * @description Or quantity and unitPrice, or model and tokens or units
             * @example 12.50
             */
            amount?: string;
            /** @example 12.50 */
            quantity?: string;
            /** @example 12.50 */
            unitPrice?: string;
            model?: string;
            /** @description Neither cached nor written to a cache; counted nowhere else */
            inputTokens?: number;
            /** @description Read from a cache; counted nowhere else */
            cachedInputTokens?: number;
            /** @description Written to a cache; counted nowhere else */
            cacheWriteTokens?: number;
            /** @description Not reasoning; counted nowhere else */
            outputTokens?: number;
            /** @description Reasoning; counted nowhere else */
            reasoningTokens?: number;
            /** @description By the names of the model’s unit prices */
            units?: {
                [key: string]: string;
            };
            /** @example inference */
            product: string;
            gpu?: string;
            resourceId?: string;
            /**
             * Format: date-time
             * @description When it was used: at most 72 h back, in `record` mode decided as of 72 h back beyond. At most 5 minutes ahead counts as now. Absent: now
             */
            occurredAt?: string;
            /**
             * @description record: has happened, is never refused
             * @enum {string}
             */
            mode?: "authorize" | "record";
            /**
             * @description pend: where credits are missing it waits for them, for as long as a grace window
             * @enum {string}
             */
            onInsufficient?: "pend";
            description?: string;
            metadata?: {
                [key: string]: string;
            };
            accountId: string;
            idempotencyKey: string;
        };
        ChargedLine: {
            accountId: string;
            /** @description The last entry that this reflects */
            revision: number;
            balance: components["schemas"]["BalanceAnswer"];
            transactionId: string;
            /** @example 12.50 */
            amount: string;
            /** @description What each bucket paid, in order */
            allocation: components["schemas"]["AllocationAnswer"][];
            /**
             * @description What no bucket paid
             * @example 12.50
             */
            overdraft: string;
            /**
             * @description Of the line, as of a request of its own
             * @enum {integer}
             */
            status: 201 | 202;
        };
        ChargeBatchAnswer: {
            /** @description Of each line, in order */
            results: (components["schemas"]["ChargedLine"] | components["schemas"]["ProblemAnswer"])[];
        };
        ChargeBatchBody: {
            charges: components["schemas"]["ChargeLineBody"][];
        };
        ChargeUsageBody: {
            /**
             * @description Or quantity and unitPrice, or model and tokens or units
             * @example 12.50
             */
            amount?: string;
            /** @example 12.50 */
            quantity?: string;
            /** @example 12.50 */
            unitPrice?: string;
            model?: string;
            /** @description Neither cached nor written to a cache; counted nowhere else */
            inputTokens?: number;
            /** @description Read from a cache; counted nowhere else */
            cachedInputTokens?: number;
            /** @description Written to a cache; counted nowhere else */
            cacheWriteTokens?: number;
            /** @description Not reasoning; counted nowhere else */
            outputTokens?: number;
            /** @description Reasoning; counted nowhere else */
            reasoningTokens?: number;
            /** @description By the names of the model’s unit prices */
            units?: {
                [key: string]: string;
            };
            /** @example inference */
            product: string;
            gpu?: string;
            resourceId?: string;
            /**
             * Format: date-time
             * @description When it was used: at most 72 h back, in `record` mode decided as of 72 h back beyond. At most 5 minutes ahead counts as now. Absent: now
             */
            occurredAt?: string;
            /**
             * @description record: has happened, is never refused
             * @enum {string}
             */
            mode?: "authorize" | "record";
            /**
             * @description pend: where credits are missing it waits for them, for as long as a grace window
             * @enum {string}
             */
            onInsufficient?: "pend";
            description?: string;
            metadata?: {
                [key: string]: string;
            };
        };
        ChargeAnswer: {
            accountId: string;
            /** @description The last entry that this reflects */
            revision: number;
            balance: components["schemas"]["BalanceAnswer"];
            transactionId: string;
            /** @enum {string} */
            status: "completed" | "pending";
            /** @example 12.50 */
            amount: string;
            /** @description What each bucket paid, in order */
            allocation: components["schemas"]["AllocationAnswer"][];
            /**
             * @description What no bucket paid
             * @example 12.50
             */
            overdraft: string;
        };
        RefundChargeBody: {
            /**
             * @description Absent: all that was not refunded yet
             * @example 12.50
             */
            amount?: string;
            reason: string;
        };
        RefundAnswer: {
            accountId: string;
            /** @description The last entry that this reflects */
            revision: number;
            balance: components["schemas"]["BalanceAnswer"];
            transactionId: string;
            chargeTransactionId: string;
            /** @enum {string} */
            status: "completed";
            /** @example 12.50 */
            amount: string;
            /** @description Where it went */
            allocation: components["schemas"]["AllocationAnswer"][];
            /**
             * @description Open overdraft of the charge that it reduced
             * @example 12.50
             */
            overdraft: string;
            reason: string | null;
        };
        UsageView: {
            /**
             * Format: date-time
             * @example 2026-01-31T12:00:00.000Z
             */
            from: string;
            /**
             * Format: date-time
             * @example 2026-01-31T12:00:00.000Z
             */
            to: string;
            items: components["schemas"]["UsageLineView"][];
            /** @example 12.50 */
            total: string;
            /** @description The last entry that this reflects */
            revision: number;
        };
        CreditCheckView: {
            /** @description The buckets that may pay cover it */
            sufficient: boolean;
            /** @description A charge would be accepted now, overdraft included */
            accepted: boolean;
            /** @example 12.50 */
            available: string;
            /** @example 12.50 */
            shortfall: string;
            message: string;
            allocation: components["schemas"]["AllocationAnswer"][];
            /** @description The last entry that this reflects */
            revision: number;
        };
        NotificationView: {
            /** @description The id of its CloudEvent */
            notificationId: string;
            type: string;
            accountId: string;
            /** @description The entry that it notifies of */
            revision: number;
            /**
             * Format: date-time
             * @example 2026-01-31T12:00:00.000Z
             */
            time: string;
            /** @description What happened */
            data: {
                [key: string]: unknown;
            };
        };
        NotificationsPage: {
            items: components["schemas"]["NotificationView"][];
            /** @description Of the next page; null where this is the last */
            nextCursor: string | null;
            /** @description The last entry that this reflects */
            revision: number;
        };
        WebhookAnswer: {
            id: string;
            /** Format: uri */
            url: string;
            types: ("credits.low" | "credits.depleted" | "credits.recovered" | "credits.expiring" | "credits.refunded" | "grace.started" | "service.terminated" | "service.restored" | "purchase.completed" | "purchase.failed" | "payment.settled" | "payment.failed" | "recharge.requested" | "recharge.disabled" | "withdrawal.requested" | "withdrawal.approved" | "withdrawal.rejected" | "withdrawal.paid" | "plan.ended")[];
            enabled: boolean;
            /** @description `whsec_…` of Standard Webhooks: base64 of the key that signs */
            secret?: string;
        };
        WebhooksAnswer: {
            items: components["schemas"]["WebhookAnswer"][];
        };
        ConfigureWebhookBody: {
            /** @example https://hooks.example.com/drawdown */
            url: string;
            /** @description Absent: all of them */
            types?: ("credits.low" | "credits.depleted" | "credits.recovered" | "credits.expiring" | "credits.refunded" | "grace.started" | "service.terminated" | "service.restored" | "purchase.completed" | "purchase.failed" | "payment.settled" | "payment.failed" | "recharge.requested" | "recharge.disabled" | "withdrawal.requested" | "withdrawal.approved" | "withdrawal.rejected" | "withdrawal.paid" | "plan.ended")[];
            /** @description Absent: true */
            enabled?: boolean;
            /** @description A new secret; the one before signs too for 24 h */
            rotateSecret?: boolean;
        };
        DeliveryView: {
            deliveryId: string;
            type: string;
            accountId: string;
            /** @description The account's entry that it notifies of */
            revision: number;
            /** @enum {string} */
            status: "pending" | "delivered" | "failed";
            attempts: number;
            /**
             * Format: date-time
             * @example 2026-01-31T12:00:00.000Z
             */
            lastAttemptAt: string | null;
            /** @description HTTP status; null where no answer came */
            lastStatus: number | null;
            /**
             * Format: date-time
             * @example 2026-01-31T12:00:00.000Z
             */
            nextAttemptAt: string | null;
        };
        DeliveriesPage: {
            items: components["schemas"]["DeliveryView"][];
            /** @description Of the next page; null where this is the last */
            nextCursor: string | null;
        };
        RedeliverBody: Record<string, never>;
        RedeliverAnswer: {
            deliveryId: string;
            /** @enum {string} */
            status: "pending";
        };
        RequestWithdrawalBody: {
            /**
             * @description Whole cents
             * @example 12.50
             */
            amount: string;
            /** @description Where the money goes */
            destination: string;
        };
        RequestedWithdrawalAnswer: {
            accountId: string;
            /** @description The last entry that this reflects */
            revision: number;
            balance: components["schemas"]["BalanceAnswer"];
            withdrawalId: string;
            /** @example 12.50 */
            amount: string;
            /** @enum {string} */
            status: "requested" | "approved" | "rejected" | "paid";
            destination: string;
            /**
             * @description How long a review typically takes
             * @example 3–7 business days
             */
            reviewTime: string;
        };
        WithdrawalAnswer: {
            accountId: string;
            /** @description The last entry that this reflects */
            revision: number;
            balance: components["schemas"]["BalanceAnswer"];
            withdrawalId: string;
            /** @example 12.50 */
            amount: string;
            /** @enum {string} */
            status: "requested" | "approved" | "rejected" | "paid";
            destination: string;
        };
        WithdrawalView: {
            accountId: string;
            withdrawalId: string;
            /** @example 12.50 */
            amount: string;
            /** @enum {string} */
            status: "requested" | "approved" | "rejected" | "paid";
            destination: string;
            requestedBy: string;
            /**
             * Format: date-time
             * @example 2026-01-31T12:00:00.000Z
             */
            requestedAt: string;
            /** @description The person who approved it, or the API key’s name */
            approvedBy: string | null;
            /**
             * Format: date-time
             * @description When it was rejected or paid
             * @example 2026-01-31T12:00:00.000Z
             */
            settledAt: string | null;
        };
        WithdrawalsPage: {
            items: components["schemas"]["WithdrawalView"][];
            nextCursor: string | null;
            /** @description The last entry that this reflects */
            revision: number;
        };
        AccountItem: {
            accountId: string;
            name: string | null;
            /** @enum {string} */
            status: "active" | "grace" | "suspended" | "closed";
            /** @example 12.50 */
            total: string;
            /** @example 12.50 */
            available: string;
            /** @example 12.50 */
            held: string;
            /** @example 12.50 */
            overdraft: string;
            /**
             * Format: date-time
             * @example 2026-01-31T12:00:00.000Z
             */
            graceDeadline: string | null;
            /**
             * Format: date-time
             * @example 2026-01-31T12:00:00.000Z
             */
            openedAt: string;
            /** @description The last entry that this reflects */
            revision: number;
        };
        AccountsList: {
            items: components["schemas"]["AccountItem"][];
            nextCursor: string | null;
        };
        PurchasesList: {
            items: components["schemas"]["PurchaseView"][];
            nextCursor: string | null;
        };
        WithdrawalsList: {
            items: components["schemas"]["WithdrawalView"][];
            nextCursor: string | null;
        };
    };
    responses: {
        /** @description Unknown account, or unknown part of it */
        Problem404: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                    /** @enum {string} */
                    code?: "account-not-found";
                };
            };
        };
        /** @description The role may not do this */
        Problem403: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                    /** @enum {string} */
                    code?: "forbidden";
                };
            };
        };
        /** @description Invalid input; errors[] names what is wrong */
        Problem400: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                    /** @enum {string} */
                    code?: "invalid";
                };
            };
        };
        /** @description Not decided, or outcome unknown: retry, commands with the same key */
        Problem503: {
            headers: {
                /** @description Seconds */
                "Retry-After"?: number;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                    /** @enum {string} */
                    code?: "read-model-behind" | "read-model-unavailable" | "rebuilding" | "store-unavailable" | "unavailable";
                };
            };
        };
        /** @description No valid API key */
        Problem401: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                    /** @enum {string} */
                    code?: "unauthorized";
                };
            };
        };
        /** @description Not possible in this state */
        Problem409: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                    /** @enum {string} */
                    code?: "already-settled" | "too-much-at-once" | "wrong-state";
                };
            };
        };
        /** @description The idempotency key was used for another request */
        Problem422: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                    /** @enum {string} */
                    code?: "idempotency-key-reused";
                };
            };
        };
        /** @description The body is too large: beyond 1 MiB, where nothing else is stated */
        Problem413: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                    /** @enum {string} */
                    code?: "payload-too-large";
                };
            };
        };
        /** @description Too many commands wait for this account */
        Problem429: {
            headers: {
                /** @description Seconds */
                "Retry-After"?: number;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                    /** @enum {string} */
                    code?: "queue-full";
                };
            };
        };
        /** @description The body is not application/json, or what else is stated */
        Problem415: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                    /** @enum {string} */
                    code?: "unsupported-media-type";
                };
            };
        };
        /** @description The account is closed */
        Problem410: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                    /** @enum {string} */
                    code?: "account-closed";
                };
            };
        };
        /** @description Insufficient credits, or the account is suspended */
        Problem402: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                    /** @enum {string} */
                    code?: "account-suspended" | "insufficient-credits";
                };
            };
        };
    };
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    accountsWorklists: {
        parameters: {
            query?: {
                /** @description At the moment of reading. */
                status?: "active" | "grace" | "suspended" | "closed";
                /** @description Whether something is owed. */
                inDebt?: "true" | "false";
                /** @description A part of the id or the name, in whatever case. */
                query?: string;
                /** @description Items a page at most, 50 if not said. A page ends early, with a cursor, before it exceeds 1 MiB. */
                limit?: number;
                /** @description `nextCursor` of the page before, with the same other parameters. */
                cursor?: string;
            };
            header?: {
                /** @description Echoed */
                "X-Request-Id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Accounts by status, debt or text, newest first */
            200: {
                headers: {
                    /** @description That of the request, or a new one */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccountsList"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            503: components["responses"]["Problem503"];
        };
    };
    openAccounts: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
                /** @description The person behind the key; kept in what is recorded */
                "X-Actor"?: string;
                /** @description Echoed */
                "X-Request-Id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OpenAccountBody"];
            };
        };
        responses: {
            /** @description Opens an account */
            201: {
                headers: {
                    /** @description That of the request, or a new one */
                    "X-Request-Id"?: string;
                    /** @description true where this key was answered before */
                    "Idempotent-Replayed"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccountAnswer"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            /** @description Not possible in this state */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {string} */
                        code?: "already-exists" | "too-much-at-once";
                    };
                };
            };
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            /** @description Not decided, or outcome unknown: retry, commands with the same key */
            503: {
                headers: {
                    /** @description Seconds */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {string} */
                        code?: "busy" | "outcome-unknown" | "store-unavailable" | "unavailable";
                    };
                };
            };
        };
    };
    showAccounts: {
        parameters: {
            query?: {
                /** @description Waits, up to 5 s, until what is read reflects this revision. One that the log lacks is 400. */
                minRevision?: number;
            };
            header?: {
                /** @description Echoed */
                "X-Request-Id"?: string;
            };
            path: {
                accountId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description An account, its settings and its balance, from the log */
            200: {
                headers: {
                    /** @description That of the request, or a new one */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccountAnswer"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            503: components["responses"]["Problem503"];
        };
    };
    changeSettingsAccounts: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
                /** @description The person behind the key; kept in what is recorded */
                "X-Actor"?: string;
                /** @description Echoed */
                "X-Request-Id"?: string;
            };
            path: {
                accountId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SettingsBody"];
            };
        };
        responses: {
            /** @description Changes the settings that are named */
            200: {
                headers: {
                    /** @description That of the request, or a new one */
                    "X-Request-Id"?: string;
                    /** @description true where this key was answered before */
                    "Idempotent-Replayed"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccountAnswer"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            /** @description Not possible in this state */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {string} */
                        code?: "too-much-at-once";
                    };
                };
            };
            410: components["responses"]["Problem410"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            /** @description Not decided, or outcome unknown: retry, commands with the same key */
            503: {
                headers: {
                    /** @description Seconds */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {string} */
                        code?: "busy" | "outcome-unknown" | "store-unavailable" | "unavailable";
                    };
                };
            };
        };
    };
    closeAccounts: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
                /** @description The person behind the key; kept in what is recorded */
                "X-Actor"?: string;
                /** @description Echoed */
                "X-Request-Id"?: string;
            };
            path: {
                accountId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CloseAccountBody"];
            };
        };
        responses: {
            /** @description Closes an account for good */
            200: {
                headers: {
                    /** @description That of the request, or a new one */
                    "X-Request-Id"?: string;
                    /** @description true where this key was answered before */
                    "Idempotent-Replayed"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccountAnswer"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            /** @description Not possible in this state */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {string} */
                        code?: "not-closable" | "too-much-at-once";
                    };
                };
            };
            410: components["responses"]["Problem410"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            /** @description Not decided, or outcome unknown: retry, commands with the same key */
            503: {
                headers: {
                    /** @description Seconds */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {string} */
                        code?: "busy" | "outcome-unknown" | "store-unavailable" | "unavailable";
                    };
                };
            };
        };
    };
    trialBalanceAudit: {
        parameters: {
            query?: {
                /** @description Items a page at most, 500 if not said. Each page reads the log. */
                limit?: number;
                /** @description `nextCursor` of the page before, with the same other parameters. */
                cursor?: string;
                /** @description What was recorded by then, this instant included; by now where neither this nor `position` is there. */
                asOf?: string;
                /** @description What was recorded up to this position in the log, commit/prepare, itself included. */
                position?: string;
            };
            header?: {
                /** @description Echoed */
                "X-Request-Id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What stands in every ledger account, at any time or position */
            200: {
                headers: {
                    /** @description That of the request, or a new one */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TrialBalance"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            503: components["responses"]["Problem503"];
        };
    };
    reportAudit: {
        parameters: {
            query: {
                /** @description A calendar month of UTC */
                month: string;
            };
            header?: {
                /** @description Echoed */
                "X-Request-Id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What moved in the whole ledger in a month, by ledger account */
            200: {
                headers: {
                    /** @description That of the request, or a new one */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Report"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            503: components["responses"]["Problem503"];
        };
    };
    journalAudit: {
        parameters: {
            query?: {
                format?: "hledger";
                /** @description What was recorded by then, this instant included; by now where neither this nor `position` is there. */
                asOf?: string;
                /** @description What was recorded up to this position in the log, commit/prepare, itself included. */
                position?: string;
            };
            header?: {
                /** @description Echoed */
                "X-Request-Id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Every posting, as a journal of hledger */
            200: {
                headers: {
                    /** @description That of the request, or a new one */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            503: components["responses"]["Problem503"];
        };
    };
    checkpointsCheckpoints: {
        parameters: {
            query?: {
                /** @description Items a page at most, 50 if not said. A page ends early, with a cursor, before it exceeds 1 MiB. */
                limit?: number;
                /** @description `nextCursor` of the page before, with the same other parameters. */
                cursor?: string;
            };
            header?: {
                /** @description Echoed */
                "X-Request-Id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was signed of the log */
            200: {
                headers: {
                    /** @description That of the request, or a new one */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CheckpointsPage"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            503: components["responses"]["Problem503"];
        };
    };
    checkpointCheckpoints: {
        parameters: {
            query?: never;
            header?: {
                /** @description Echoed */
                "X-Request-Id"?: string;
            };
            path: {
                number: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A checkpoint */
            200: {
                headers: {
                    /** @description That of the request, or a new one */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CheckpointView"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            /** @description Unknown account, or unknown part of it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {string} */
                        code?: "not-found";
                    };
                };
            };
            503: components["responses"]["Problem503"];
        };
    };
    inclusionCheckpoints: {
        parameters: {
            query: {
                /** @description Whose entry */
                accountId: string;
                /** @description Of the entry */
                revision: number;
            };
            header?: {
                /** @description Echoed */
                "X-Request-Id"?: string;
            };
            path: {
                number: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Proves that an entry is in what was signed */
            200: {
                headers: {
                    /** @description That of the request, or a new one */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InclusionProof"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            /** @description Unknown account, or unknown part of it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {string} */
                        code?: "not-found";
                    };
                };
            };
            503: components["responses"]["Problem503"];
        };
    };
    consistencyCheckpoints: {
        parameters: {
            query: {
                /** @description Number of the older checkpoint */
                from: number;
            };
            header?: {
                /** @description Echoed */
                "X-Request-Id"?: string;
            };
            path: {
                number: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Proves that what was signed before is the beginning of it */
            200: {
                headers: {
                    /** @description That of the request, or a new one */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConsistencyProof"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            /** @description Unknown account, or unknown part of it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {string} */
                        code?: "not-found";
                    };
                };
            };
            503: components["responses"]["Problem503"];
        };
    };
    exportCheckpoints: {
        parameters: {
            query?: never;
            header?: {
                /** @description Echoed */
                "X-Request-Id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Every event of the ledger, with what was signed */
            200: {
                headers: {
                    /** @description That of the request, or a new one */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/x-ndjson": string;
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            503: components["responses"]["Problem503"];
        };
    };
    balanceBalances: {
        parameters: {
            query?: {
                /** @description What was recorded by then, this instant included. */
                asOf?: string;
                /** @description What was recorded up to this revision. */
                revision?: number;
                /** @description What had happened by then: business time. */
                effective?: string;
                /** @description What was recorded up to this position of the log. */
                position?: string;
                /** @description Waits, up to 5 s, until what is read reflects this revision. One that the log lacks is 400. */
                minRevision?: number;
            };
            header?: {
                /** @description Echoed */
                "X-Request-Id"?: string;
            };
            path: {
                accountId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What an account has, now or as of a time or revision, on either clock */
            200: {
                headers: {
                    /** @description That of the request, or a new one */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BalanceView"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            503: components["responses"]["Problem503"];
        };
    };
    bucketsBalances: {
        parameters: {
            query?: {
                /** @description What was recorded by then, this instant included. */
                asOf?: string;
                /** @description What was recorded up to this revision. */
                revision?: number;
                /** @description What had happened by then: business time. */
                effective?: string;
                /** @description What was recorded up to this position of the log. */
                position?: string;
                /** @description Waits, up to 5 s, until what is read reflects this revision. One that the log lacks is 400. */
                minRevision?: number;
            };
            header?: {
                /** @description Echoed */
                "X-Request-Id"?: string;
            };
            path: {
                accountId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Every bucket that the account ever had, now or as of a time or revision */
            200: {
                headers: {
                    /** @description That of the request, or a new one */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BucketsView"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            503: components["responses"]["Problem503"];
        };
    };
    burnRateBalances: {
        parameters: {
            query?: {
                /** @description Waits, up to 5 s, until what is read reflects this revision. One that the log lacks is 400. */
                minRevision?: number;
            };
            header?: {
                /** @description Echoed */
                "X-Request-Id"?: string;
            };
            path: {
                accountId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What the account burns by the hour */
            200: {
                headers: {
                    /** @description That of the request, or a new one */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BurnRateView"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            503: components["responses"]["Problem503"];
        };
    };
    eventsHistory: {
        parameters: {
            query?: {
                /** @description First revision. */
                from?: number;
                /** @description Last revision. */
                to?: number;
                /** @description Items a page at most, 50 if not said. A page ends early, with a cursor, before it exceeds 1 MiB. */
                limit?: number;
                /** @description `nextCursor` of the page before, with the same other parameters. */
                cursor?: string;
                /** @description Waits, up to 5 s, until what is read reflects this revision. One that the log lacks is 400. */
                minRevision?: number;
            };
            header?: {
                /** @description Echoed */
                "X-Request-Id"?: string;
            };
            path: {
                accountId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Every entry of the account, as it is in the log */
            200: {
                headers: {
                    /** @description That of the request, or a new one */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EventsPage"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            503: components["responses"]["Problem503"];
        };
    };
    replayHistory: {
        parameters: {
            query?: {
                /** @description First revision. */
                from?: number;
                /** @description Last revision. */
                to?: number;
                /** @description Items a page at most, 50 if not said. A page ends early, with a cursor, before it exceeds 1 MiB. */
                limit?: number;
                /** @description `nextCursor` of the page before, with the same other parameters. */
                cursor?: string;
                /** @description Waits, up to 5 s, until what is read reflects this revision. One that the log lacks is 400. */
                minRevision?: number;
            };
            header?: {
                /** @description Echoed */
                "X-Request-Id"?: string;
            };
            path: {
                accountId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Every entry between the account before and after it */
            200: {
                headers: {
                    /** @description That of the request, or a new one */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReplayPage"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            503: components["responses"]["Problem503"];
        };
    };
    explainHistory: {
        parameters: {
            query?: {
                /** @description Waits, up to 5 s, until what is read reflects this revision. One that the log lacks is 400. */
                minRevision?: number;
            };
            header?: {
                /** @description Echoed */
                "X-Request-Id"?: string;
            };
            path: {
                accountId: string;
                transactionId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Why each bucket paid for a charge, or did not */
            200: {
                headers: {
                    /** @description That of the request, or a new one */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Explanation"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            /** @description Unknown account, or unknown part of it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {string} */
                        code?: "account-not-found" | "not-found";
                    };
                };
            };
            503: components["responses"]["Problem503"];
        };
    };
    transactionsTransactions: {
        parameters: {
            query?: {
                type?: "deposit" | "auto_recharge" | "promo" | "allowance" | "usage" | "refund" | "hold" | "withdrawal" | "expiry" | "adjustment";
                status?: "completed" | "pending" | "failed" | "accumulating";
                /** @description Product. */
                service?: string;
                resourceId?: string;
                /** @description Recorded at or after. */
                from?: string;
                /** @description Recorded at or before. */
                to?: string;
                /** @description Items a page at most, 50 if not said. A page ends early, with a cursor, before it exceeds 1 MiB. */
                limit?: number;
                /** @description `nextCursor` of the page before, with the same other parameters. */
                cursor?: string;
                /** @description csv: all that match, where no limit is said. */
                format?: "json" | "csv";
                /** @description Waits, up to 5 s, until what is read reflects this revision. One that the log lacks is 400. */
                minRevision?: number;
            };
            header?: {
                /** @description Echoed */
                "X-Request-Id"?: string;
            };
            path: {
                accountId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The history as its owner sees it, newest first, also as CSV */
            200: {
                headers: {
                    /** @description That of the request, or a new one */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TransactionsPage"];
                    "text/csv": string;
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            503: components["responses"]["Problem503"];
        };
    };
    transactionTransactions: {
        parameters: {
            query?: {
                /** @description Waits, up to 5 s, until what is read reflects this revision. One that the log lacks is 400. */
                minRevision?: number;
            };
            header?: {
                /** @description Echoed */
                "X-Request-Id"?: string;
            };
            path: {
                accountId: string;
                transactionId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One line of the history */
            200: {
                headers: {
                    /** @description That of the request, or a new one */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TransactionView"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            /** @description Unknown account, or unknown part of it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {string} */
                        code?: "account-not-found" | "not-found";
                    };
                };
            };
            503: components["responses"]["Problem503"];
        };
    };
    balanceHistoryTransactions: {
        parameters: {
            query?: {
                /** @description The first point; 30 days before `to` if not said. */
                from?: string;
                /** @description The last point; now if not said. */
                to?: string;
                /** @description How many, at even distances; 100 if not said. */
                points?: number;
                /** @description Waits, up to 5 s, until what is read reflects this revision. One that the log lacks is 400. */
                minRevision?: number;
            };
            header?: {
                /** @description Echoed */
                "X-Request-Id"?: string;
            };
            path: {
                accountId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The balance’s total in time, as the transactions left it */
            200: {
                headers: {
                    /** @description That of the request, or a new one */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BalanceHistory"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            503: components["responses"]["Problem503"];
        };
    };
    listHolds: {
        parameters: {
            query?: {
                status?: "held" | "captured" | "released" | "expired";
                product?: string;
                resourceId?: string;
                /** @description Items a page at most, 50 if not said. A page ends early, with a cursor, before it exceeds 1 MiB. */
                limit?: number;
                /** @description `nextCursor` of the page before, with the same other parameters. */
                cursor?: string;
                /** @description Waits, up to 5 s, until what is read reflects this revision. One that the log lacks is 400. */
                minRevision?: number;
            };
            header?: {
                /** @description Echoed */
                "X-Request-Id"?: string;
            };
            path: {
                accountId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Every hold that was placed, newest first */
            200: {
                headers: {
                    /** @description That of the request, or a new one */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HoldsPage"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            503: components["responses"]["Problem503"];
        };
    };
    placeHolds: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
                /** @description The person behind the key; kept in what is recorded */
                "X-Actor"?: string;
                /** @description Echoed */
                "X-Request-Id"?: string;
            };
            path: {
                accountId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PlaceHoldBody"];
            };
        };
        responses: {
            /** @description Sets credits aside, all or nothing */
            201: {
                headers: {
                    /** @description That of the request, or a new one */
                    "X-Request-Id"?: string;
                    /** @description true where this key was answered before */
                    "Idempotent-Replayed"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HoldAnswer"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            402: components["responses"]["Problem402"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            /** @description Not possible in this state */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {string} */
                        code?: "too-many-holds" | "too-much-at-once";
                    };
                };
            };
            410: components["responses"]["Problem410"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            /** @description Not decided, or outcome unknown: retry, commands with the same key */
            503: {
                headers: {
                    /** @description Seconds */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {string} */
                        code?: "busy" | "outcome-unknown" | "store-unavailable" | "unavailable";
                    };
                };
            };
        };
    };
    captureHolds: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
                /** @description The person behind the key; kept in what is recorded */
                "X-Actor"?: string;
                /** @description Echoed */
                "X-Request-Id"?: string;
            };
            path: {
                accountId: string;
                holdId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CaptureHoldBody"];
            };
        };
        responses: {
            /** @description Charges what is held, or a part of it */
            201: {
                headers: {
                    /** @description That of the request, or a new one */
                    "X-Request-Id"?: string;
                    /** @description true where this key was answered before */
                    "Idempotent-Replayed"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CaptureAnswer"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            /** @description Unknown account, or unknown part of it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {string} */
                        code?: "account-not-found" | "not-found";
                    };
                };
            };
            /** @description Not possible in this state */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {string} */
                        code?: "already-settled" | "exceeds-hold" | "too-much-at-once";
                    };
                };
            };
            410: components["responses"]["Problem410"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            /** @description Not decided, or outcome unknown: retry, commands with the same key */
            503: {
                headers: {
                    /** @description Seconds */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {string} */
                        code?: "busy" | "outcome-unknown" | "store-unavailable" | "unavailable";
                    };
                };
            };
        };
    };
    releaseHolds: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
                /** @description The person behind the key; kept in what is recorded */
                "X-Actor"?: string;
                /** @description Echoed */
                "X-Request-Id"?: string;
            };
            path: {
                accountId: string;
                holdId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReleaseHoldBody"];
            };
        };
        responses: {
            /** @description Gives up a hold: its credits return */
            200: {
                headers: {
                    /** @description That of the request, or a new one */
                    "X-Request-Id"?: string;
                    /** @description true where this key was answered before */
                    "Idempotent-Replayed"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReleaseAnswer"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            /** @description Unknown account, or unknown part of it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {string} */
                        code?: "account-not-found" | "not-found";
                    };
                };
            };
            /** @description Not possible in this state */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {string} */
                        code?: "already-settled" | "too-much-at-once";
                    };
                };
            };
            410: components["responses"]["Problem410"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            /** @description Not decided, or outcome unknown: retry, commands with the same key */
            503: {
                headers: {
                    /** @description Seconds */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {string} */
                        code?: "busy" | "outcome-unknown" | "store-unavailable" | "unavailable";
                    };
                };
            };
        };
    };
    listModels: {
        parameters: {
            query?: never;
            header?: {
                /** @description Echoed */
                "X-Request-Id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Models and their prices now, in credits per token */
            200: {
                headers: {
                    /** @description That of the request, or a new one */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ModelsAnswer"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            503: components["responses"]["Problem503"];
        };
    };
    pricesModels: {
        parameters: {
            query?: never;
            header?: {
                /** @description Echoed */
                "X-Request-Id"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What a model has cost, costs and will cost */
            200: {
                headers: {
                    /** @description That of the request, or a new one */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PriceHistoryAnswer"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            /** @description Unknown account, or unknown part of it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {string} */
                        code?: "not-found";
                    };
                };
            };
            503: components["responses"]["Problem503"];
        };
    };
    priceModels: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
                /** @description The person behind the key; kept in what is recorded */
                "X-Actor"?: string;
                /** @description Echoed */
                "X-Request-Id"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PriceModelBody"];
            };
        };
        responses: {
            /** @description Sets the prices of a model from now on, or from another time */
            200: {
                headers: {
                    /** @description That of the request, or a new one */
                    "X-Request-Id"?: string;
                    /** @description true where this key was answered before */
                    "Idempotent-Replayed"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ModelAnswer"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            /** @description Not possible in this state */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {string} */
                        code?: "too-much-at-once";
                    };
                };
            };
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            /** @description Not decided, or outcome unknown: retry, commands with the same key */
            503: {
                headers: {
                    /** @description Seconds */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {string} */
                        code?: "busy" | "outcome-unknown" | "store-unavailable" | "unavailable";
                    };
                };
            };
        };
    };
    liveHealth: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    readyHealth: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Ready */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description One of them does not answer, or is not to be relied on */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    showMetrics: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    showOverview: {
        parameters: {
            query?: {
                /** @description Waits, up to 5 s, until what is read reflects this revision. One that the log lacks is 400. */
                minRevision?: number;
            };
            header?: {
                /** @description Echoed */
                "X-Request-Id"?: string;
            };
            path: {
                accountId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What an account's page shows at one look */
            200: {
                headers: {
                    /** @description That of the request, or a new one */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Overview"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            503: components["responses"]["Problem503"];
        };
    };
    showAccountPlans: {
        parameters: {
            query?: {
                /** @description Waits, up to 5 s, until what is read reflects this revision. One that the log lacks is 400. */
                minRevision?: number;
            };
            header?: {
                /** @description Echoed */
                "X-Request-Id"?: string;
            };
            path: {
                accountId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The plan, and how much of its allowance is used */
            200: {
                headers: {
                    /** @description That of the request, or a new one */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PlanView"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            503: components["responses"]["Problem503"];
        };
    };
    chooseAccountPlans: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
                /** @description The person behind the key; kept in what is recorded */
                "X-Actor"?: string;
                /** @description Echoed */
                "X-Request-Id"?: string;
            };
            path: {
                accountId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChoosePlanBody"];
            };
        };
        responses: {
            /** @description Chooses a plan, or until when it is paid */
            200: {
                headers: {
                    /** @description That of the request, or a new one */
                    "X-Request-Id"?: string;
                    /** @description true where this key was answered before */
                    "Idempotent-Replayed"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PlanChosenAnswer"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            /** @description Not possible in this state */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {string} */
                        code?: "too-many-buckets" | "too-much-at-once";
                    };
                };
            };
            410: components["responses"]["Problem410"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            /** @description Not decided, or outcome unknown: retry, commands with the same key */
            503: {
                headers: {
                    /** @description Seconds */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {string} */
                        code?: "busy" | "outcome-unknown" | "store-unavailable" | "unavailable";
                    };
                };
            };
        };
    };
    listPlans: {
        parameters: {
            query?: never;
            header?: {
                /** @description Echoed */
                "X-Request-Id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The plans that are on offer */
            200: {
                headers: {
                    /** @description That of the request, or a new one */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PlansAnswer"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            503: components["responses"]["Problem503"];
        };
    };
    definePlans: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
                /** @description The person behind the key; kept in what is recorded */
                "X-Actor"?: string;
                /** @description Echoed */
                "X-Request-Id"?: string;
            };
            path: {
                plan: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DefinePlanBody"];
            };
        };
        responses: {
            /** @description Defines or changes a plan; accounts get a change from their next cycle on */
            200: {
                headers: {
                    /** @description That of the request, or a new one */
                    "X-Request-Id"?: string;
                    /** @description true where this key was answered before */
                    "Idempotent-Replayed"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PlanOfferAnswer"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            /** @description Not possible in this state */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {string} */
                        code?: "too-much-at-once";
                    };
                };
            };
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            /** @description Not decided, or outcome unknown: retry, commands with the same key */
            503: {
                headers: {
                    /** @description Seconds */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {string} */
                        code?: "busy" | "outcome-unknown" | "store-unavailable" | "unavailable";
                    };
                };
            };
        };
    };
    listPromoCodes: {
        parameters: {
            query?: {
                /** @description Items a page at most, 50 if not said. A page ends early, with a cursor, before it exceeds 1 MiB. */
                limit?: number;
                /** @description `nextCursor` of the page before, with the same other parameters. */
                cursor?: string;
            };
            header?: {
                /** @description Echoed */
                "X-Request-Id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All promo codes, those that were defined last first */
            200: {
                headers: {
                    /** @description That of the request, or a new one */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PromoCodesPage"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            503: components["responses"]["Problem503"];
        };
    };
    showPromoCodes: {
        parameters: {
            query?: never;
            header?: {
                /** @description Echoed */
                "X-Request-Id"?: string;
            };
            path: {
                code: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A promo code, and how often it was redeemed */
            200: {
                headers: {
                    /** @description That of the request, or a new one */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PromoCodeAnswer"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            /** @description Unknown account, or unknown part of it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {string} */
                        code?: "promo-code-invalid";
                    };
                };
            };
            503: components["responses"]["Problem503"];
        };
    };
    definePromoCodes: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
                /** @description The person behind the key; kept in what is recorded */
                "X-Actor"?: string;
                /** @description Echoed */
                "X-Request-Id"?: string;
            };
            path: {
                code: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DefinePromoCodeBody"];
            };
        };
        responses: {
            /** @description Defines, changes or disables a promo code */
            200: {
                headers: {
                    /** @description That of the request, or a new one */
                    "X-Request-Id"?: string;
                    /** @description true where this key was answered before */
                    "Idempotent-Replayed"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PromoCodeAnswer"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            /** @description Not possible in this state */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {string} */
                        code?: "too-much-at-once" | "wrong-state";
                    };
                };
            };
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            /** @description Not decided, or outcome unknown: retry, commands with the same key */
            503: {
                headers: {
                    /** @description Seconds */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {string} */
                        code?: "busy" | "outcome-unknown" | "store-unavailable" | "unavailable";
                    };
                };
            };
        };
    };
    redeemRedemptions: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
                /** @description The person behind the key; kept in what is recorded */
                "X-Actor"?: string;
                /** @description Echoed */
                "X-Request-Id"?: string;
            };
            path: {
                accountId: string;
                code: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RedeemPromoCodeBody"];
            };
        };
        responses: {
            /** @description Redeems a promo code: its credits come in */
            201: {
                headers: {
                    /** @description That of the request, or a new one */
                    "X-Request-Id"?: string;
                    /** @description true where this key was answered before */
                    "Idempotent-Replayed"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GrantAnswer"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            /** @description Unknown account, or unknown part of it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {string} */
                        code?: "account-not-found" | "promo-code-invalid";
                    };
                };
            };
            /** @description Not possible in this state */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {string} */
                        code?: "promo-code-already-redeemed" | "promo-code-expired" | "promo-code-limit-reached" | "too-many-buckets" | "too-much-at-once";
                    };
                };
            };
            410: components["responses"]["Problem410"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            /** @description Not decided, or outcome unknown: retry, commands with the same key */
            503: {
                headers: {
                    /** @description Seconds */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {string} */
                        code?: "busy" | "outcome-unknown" | "store-unavailable" | "unavailable";
                    };
                };
            };
        };
    };
    grantGrants: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
                /** @description The person behind the key; kept in what is recorded */
                "X-Actor"?: string;
                /** @description Echoed */
                "X-Request-Id"?: string;
            };
            path: {
                accountId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["GrantPromoBody"];
            };
        };
        responses: {
            /** @description Grants promotional credits */
            201: {
                headers: {
                    /** @description That of the request, or a new one */
                    "X-Request-Id"?: string;
                    /** @description true where this key was answered before */
                    "Idempotent-Replayed"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GrantAnswer"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            /** @description The role may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {string} */
                        code?: "forbidden" | "support-grant-limit";
                    };
                };
            };
            404: components["responses"]["Problem404"];
            /** @description Not possible in this state */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {string} */
                        code?: "too-many-buckets" | "too-much-at-once";
                    };
                };
            };
            410: components["responses"]["Problem410"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            /** @description Not decided, or outcome unknown: retry, commands with the same key */
            503: {
                headers: {
                    /** @description Seconds */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {string} */
                        code?: "busy" | "outcome-unknown" | "store-unavailable" | "unavailable";
                    };
                };
            };
        };
    };
    voidGrants: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
                /** @description The person behind the key; kept in what is recorded */
                "X-Actor"?: string;
                /** @description Echoed */
                "X-Request-Id"?: string;
            };
            path: {
                accountId: string;
                bucketId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["VoidGrantBody"];
            };
        };
        responses: {
            /** @description Takes back what is unspent of a grant */
            200: {
                headers: {
                    /** @description That of the request, or a new one */
                    "X-Request-Id"?: string;
                    /** @description true where this key was answered before */
                    "Idempotent-Replayed"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VoidGrantAnswer"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            /** @description Unknown account, or unknown part of it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {string} */
                        code?: "account-not-found" | "not-found";
                    };
                };
            };
            /** @description Not possible in this state */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {string} */
                        code?: "nothing-to-void" | "too-much-at-once" | "wrong-state";
                    };
                };
            };
            410: components["responses"]["Problem410"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            /** @description Not decided, or outcome unknown: retry, commands with the same key */
            503: {
                headers: {
                    /** @description Seconds */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {string} */
                        code?: "busy" | "outcome-unknown" | "store-unavailable" | "unavailable";
                    };
                };
            };
        };
    };
    listPurchases: {
        parameters: {
            query?: {
                status?: "pending" | "approved" | "completed" | "failed" | "rejected" | "reversed";
                /** @description Items a page at most, 50 if not said. A page ends early, with a cursor, before it exceeds 1 MiB. */
                limit?: number;
                /** @description `nextCursor` of the page before, with the same other parameters. */
                cursor?: string;
                /** @description Waits, up to 5 s, until what is read reflects this revision. One that the log lacks is 400. */
                minRevision?: number;
            };
            header?: {
                /** @description Echoed */
                "X-Request-Id"?: string;
            };
            path: {
                accountId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Every purchase and request for credits of the account, newest first */
            200: {
                headers: {
                    /** @description That of the request, or a new one */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PurchasesPage"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            503: components["responses"]["Problem503"];
        };
    };
    purchasePurchases: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
                /** @description The person behind the key; kept in what is recorded */
                "X-Actor"?: string;
                /** @description Echoed */
                "X-Request-Id"?: string;
            };
            path: {
                accountId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PurchasePrepaidBody"];
            };
        };
        responses: {
            /** @description Buys prepaid credits, or requests them */
            201: {
                headers: {
                    /** @description That of the request, or a new one */
                    "X-Request-Id"?: string;
                    /** @description true where this key was answered before */
                    "Idempotent-Replayed"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PurchaseAnswer"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            /** @description Not possible in this state */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {string} */
                        code?: "too-many-buckets" | "too-much-at-once";
                    };
                };
            };
            410: components["responses"]["Problem410"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            /** @description Not decided, or outcome unknown: retry, commands with the same key */
            503: {
                headers: {
                    /** @description Seconds */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {string} */
                        code?: "busy" | "outcome-unknown" | "store-unavailable" | "unavailable";
                    };
                };
            };
        };
    };
    completePurchases: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
                /** @description The person behind the key; kept in what is recorded */
                "X-Actor"?: string;
                /** @description Echoed */
                "X-Request-Id"?: string;
            };
            path: {
                accountId: string;
                purchaseId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReasonBody"];
            };
        };
        responses: {
            /** @description Completes a purchase: its credits come in */
            200: {
                headers: {
                    /** @description That of the request, or a new one */
                    "X-Request-Id"?: string;
                    /** @description true where this key was answered before */
                    "Idempotent-Replayed"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PurchaseAnswer"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            /** @description Unknown account, or unknown part of it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {string} */
                        code?: "account-not-found" | "not-found";
                    };
                };
            };
            409: components["responses"]["Problem409"];
            410: components["responses"]["Problem410"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            /** @description Not decided, or outcome unknown: retry, commands with the same key */
            503: {
                headers: {
                    /** @description Seconds */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {string} */
                        code?: "busy" | "outcome-unknown" | "store-unavailable" | "unavailable";
                    };
                };
            };
        };
    };
    failPurchases: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
                /** @description The person behind the key; kept in what is recorded */
                "X-Actor"?: string;
                /** @description Echoed */
                "X-Request-Id"?: string;
            };
            path: {
                accountId: string;
                purchaseId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReasonBody"];
            };
        };
        responses: {
            /** @description Records that a purchase was not paid */
            200: {
                headers: {
                    /** @description That of the request, or a new one */
                    "X-Request-Id"?: string;
                    /** @description true where this key was answered before */
                    "Idempotent-Replayed"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PurchaseAnswer"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            /** @description Unknown account, or unknown part of it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {string} */
                        code?: "account-not-found" | "not-found";
                    };
                };
            };
            409: components["responses"]["Problem409"];
            410: components["responses"]["Problem410"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            /** @description Not decided, or outcome unknown: retry, commands with the same key */
            503: {
                headers: {
                    /** @description Seconds */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {string} */
                        code?: "busy" | "outcome-unknown" | "store-unavailable" | "unavailable";
                    };
                };
            };
        };
    };
    approvePurchases: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
                /** @description The person behind the key; kept in what is recorded */
                "X-Actor"?: string;
                /** @description Echoed */
                "X-Request-Id"?: string;
            };
            path: {
                accountId: string;
                purchaseId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ApprovePurchaseBody"];
            };
        };
        responses: {
            /** @description Approves a request for credits */
            200: {
                headers: {
                    /** @description That of the request, or a new one */
                    "X-Request-Id"?: string;
                    /** @description true where this key was answered before */
                    "Idempotent-Replayed"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PurchaseAnswer"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            /** @description Unknown account, or unknown part of it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {string} */
                        code?: "account-not-found" | "not-found";
                    };
                };
            };
            409: components["responses"]["Problem409"];
            410: components["responses"]["Problem410"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            /** @description Not decided, or outcome unknown: retry, commands with the same key */
            503: {
                headers: {
                    /** @description Seconds */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {string} */
                        code?: "busy" | "outcome-unknown" | "store-unavailable" | "unavailable";
                    };
                };
            };
        };
    };
    rejectPurchases: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
                /** @description The person behind the key; kept in what is recorded */
                "X-Actor"?: string;
                /** @description Echoed */
                "X-Request-Id"?: string;
            };
            path: {
                accountId: string;
                purchaseId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReasonBody"];
            };
        };
        responses: {
            /** @description Rejects a request for credits */
            200: {
                headers: {
                    /** @description That of the request, or a new one */
                    "X-Request-Id"?: string;
                    /** @description true where this key was answered before */
                    "Idempotent-Replayed"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PurchaseAnswer"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            /** @description Unknown account, or unknown part of it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {string} */
                        code?: "account-not-found" | "not-found";
                    };
                };
            };
            409: components["responses"]["Problem409"];
            410: components["responses"]["Problem410"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            /** @description Not decided, or outcome unknown: retry, commands with the same key */
            503: {
                headers: {
                    /** @description Seconds */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {string} */
                        code?: "busy" | "outcome-unknown" | "store-unavailable" | "unavailable";
                    };
                };
            };
        };
    };
    reversePurchases: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
                /** @description The person behind the key; kept in what is recorded */
                "X-Actor"?: string;
                /** @description Echoed */
                "X-Request-Id"?: string;
            };
            path: {
                accountId: string;
                purchaseId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReasonBody"];
            };
        };
        responses: {
            /** @description Reverses a completed purchase: its credits are taken back, spent ones are owed */
            200: {
                headers: {
                    /** @description That of the request, or a new one */
                    "X-Request-Id"?: string;
                    /** @description true where this key was answered before */
                    "Idempotent-Replayed"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PurchaseAnswer"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            /** @description Unknown account, or unknown part of it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {string} */
                        code?: "account-not-found" | "not-found";
                    };
                };
            };
            409: components["responses"]["Problem409"];
            410: components["responses"]["Problem410"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            /** @description Not decided, or outcome unknown: retry, commands with the same key */
            503: {
                headers: {
                    /** @description Seconds */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {string} */
                        code?: "busy" | "outcome-unknown" | "store-unavailable" | "unavailable";
                    };
                };
            };
        };
    };
    configureAutoRecharge: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
                /** @description The person behind the key; kept in what is recorded */
                "X-Actor"?: string;
                /** @description Echoed */
                "X-Request-Id"?: string;
            };
            path: {
                accountId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AutoRechargeBody"];
            };
        };
        responses: {
            /** @description Buys credits by itself whenever available is at or below a threshold */
            200: {
                headers: {
                    /** @description That of the request, or a new one */
                    "X-Request-Id"?: string;
                    /** @description true where this key was answered before */
                    "Idempotent-Replayed"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AutoRechargeAnswer"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            /** @description Not possible in this state */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {string} */
                        code?: "too-much-at-once";
                    };
                };
            };
            410: components["responses"]["Problem410"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            /** @description Not decided, or outcome unknown: retry, commands with the same key */
            503: {
                headers: {
                    /** @description Seconds */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {string} */
                        code?: "busy" | "outcome-unknown" | "store-unavailable" | "unavailable";
                    };
                };
            };
        };
    };
    listResources: {
        parameters: {
            query?: {
                status?: "running" | "stopped";
                kind?: "instance" | "cluster" | "storage";
                product?: string;
                /** @description Items a page at most, 50 if not said. A page ends early, with a cursor, before it exceeds 1 MiB. */
                limit?: number;
                /** @description `nextCursor` of the page before, with the same other parameters. */
                cursor?: string;
                /** @description Waits, up to 5 s, until what is read reflects this revision. One that the log lacks is 400. */
                minRevision?: number;
            };
            header?: {
                /** @description Echoed */
                "X-Request-Id"?: string;
            };
            path: {
                accountId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What runs and has run, the latest start first */
            200: {
                headers: {
                    /** @description That of the request, or a new one */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ResourcesPage"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            503: components["responses"]["Problem503"];
        };
    };
    startResources: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
                /** @description The person behind the key; kept in what is recorded */
                "X-Actor"?: string;
                /** @description Echoed */
                "X-Request-Id"?: string;
            };
            path: {
                accountId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["StartResourceBody"];
            };
        };
        responses: {
            /** @description Starts something that costs by the hour */
            201: {
                headers: {
                    /** @description That of the request, or a new one */
                    "X-Request-Id"?: string;
                    /** @description true where this key was answered before */
                    "Idempotent-Replayed"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ResourceStartedAnswer"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            402: components["responses"]["Problem402"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            /** @description Not possible in this state */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {string} */
                        code?: "already-exists" | "too-many-buckets" | "too-many-resources" | "too-much-at-once";
                    };
                };
            };
            410: components["responses"]["Problem410"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            /** @description Not decided, or outcome unknown: retry, commands with the same key */
            503: {
                headers: {
                    /** @description Seconds */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {string} */
                        code?: "busy" | "outcome-unknown" | "store-unavailable" | "unavailable";
                    };
                };
            };
        };
    };
    stopResources: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
                /** @description The person behind the key; kept in what is recorded */
                "X-Actor"?: string;
                /** @description Echoed */
                "X-Request-Id"?: string;
            };
            path: {
                accountId: string;
                resourceId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["StopResourceBody"];
            };
        };
        responses: {
            /** @description Stops a resource */
            200: {
                headers: {
                    /** @description That of the request, or a new one */
                    "X-Request-Id"?: string;
                    /** @description true where this key was answered before */
                    "Idempotent-Replayed"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ResourceStoppedAnswer"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            /** @description Unknown account, or unknown part of it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {string} */
                        code?: "account-not-found" | "not-found";
                    };
                };
            };
            /** @description Not possible in this state */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {string} */
                        code?: "not-running" | "too-much-at-once";
                    };
                };
            };
            410: components["responses"]["Problem410"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            /** @description Not decided, or outcome unknown: retry, commands with the same key */
            503: {
                headers: {
                    /** @description Seconds */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {string} */
                        code?: "busy" | "outcome-unknown" | "store-unavailable" | "unavailable";
                    };
                };
            };
        };
    };
    returnReturns: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
                /** @description The person behind the key; kept in what is recorded */
                "X-Actor"?: string;
                /** @description Echoed */
                "X-Request-Id"?: string;
            };
            path: {
                accountId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReturnCreditsBody"];
            };
        };
        responses: {
            /** @description Turns money that was not paid in credits into credits that can be spent, not withdrawn */
            201: {
                headers: {
                    /** @description That of the request, or a new one */
                    "X-Request-Id"?: string;
                    /** @description true where this key was answered before */
                    "Idempotent-Replayed"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReturnAnswer"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            /** @description Not possible in this state */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {string} */
                        code?: "too-many-buckets" | "too-much-at-once";
                    };
                };
            };
            410: components["responses"]["Problem410"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            /** @description Not decided, or outcome unknown: retry, commands with the same key */
            503: {
                headers: {
                    /** @description Seconds */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {string} */
                        code?: "busy" | "outcome-unknown" | "store-unavailable" | "unavailable";
                    };
                };
            };
        };
    };
    showSession: {
        parameters: {
            query?: never;
            header?: {
                /** @description Echoed */
                "X-Request-Id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Whose key this is, what its role is, and what time it is */
            200: {
                headers: {
                    /** @description That of the request, or a new one */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionAnswer"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            503: components["responses"]["Problem503"];
        };
    };
    statementStatement: {
        parameters: {
            query: {
                /** @description Recorded at or after. */
                from: string;
                /** @description Recorded at or before; not in the future. */
                to: string;
                /** @description json if not said; html prints well. */
                format?: "json" | "csv" | "html";
            };
            header?: {
                /** @description Echoed */
                "X-Request-Id"?: string;
            };
            path: {
                accountId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Opening balance by bucket, every movement, closing balance, and the checkpoint that they rest on */
            200: {
                headers: {
                    /** @description That of the request, or a new one */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StatementView"];
                    "text/csv": string;
                    "text/html": string;
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            503: components["responses"]["Problem503"];
        };
    };
    showSystem: {
        parameters: {
            query?: never;
            header?: {
                /** @description Echoed */
                "X-Request-Id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Health of each part, lag of the projector, builds under way, what is due */
            200: {
                headers: {
                    /** @description That of the request, or a new one */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SystemView"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            503: components["responses"]["Problem503"];
        };
    };
    showTestClock: {
        parameters: {
            query?: never;
            header?: {
                /** @description Echoed */
                "X-Request-Id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The time of every process */
            200: {
                headers: {
                    /** @description That of the request, or a new one */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TestClockAnswer"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            /** @description Unknown account, or unknown part of it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {string} */
                        code?: "not-found";
                    };
                };
            };
            503: components["responses"]["Problem503"];
        };
    };
    moveTestClock: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
                /** @description The person behind the key; kept in what is recorded */
                "X-Actor"?: string;
                /** @description Echoed */
                "X-Request-Id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MoveTestClockBody"];
            };
        };
        responses: {
            /** @description Moves time forwards, and answers when all that fell due is recorded and shown */
            200: {
                headers: {
                    /** @description That of the request, or a new one */
                    "X-Request-Id"?: string;
                    /** @description true where this key was answered before */
                    "Idempotent-Replayed"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TestClockAnswer"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            /** @description Unknown account, or unknown part of it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {string} */
                        code?: "account-not-found" | "not-found";
                    };
                };
            };
            /** @description Not possible in this state */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {string} */
                        code?: "too-many-buckets" | "too-much-at-once";
                    };
                };
            };
            410: components["responses"]["Problem410"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            /** @description Not decided, or outcome unknown: retry, commands with the same key */
            503: {
                headers: {
                    /** @description Seconds */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {string} */
                        code?: "busy" | "outcome-unknown" | "read-model-behind" | "store-unavailable" | "unavailable";
                    };
                };
            };
        };
    };
    batchChargeBatch: {
        parameters: {
            query?: never;
            header?: {
                /** @description The person behind the key; kept in what is recorded */
                "X-Actor"?: string;
                /** @description Echoed */
                "X-Request-Id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChargeBatchBody"];
                "application/x-ndjson": components["schemas"]["ChargeLineBody"];
            };
        };
        responses: {
            /** @description The result of each line, in order */
            200: {
                headers: {
                    /** @description That of the request, or a new one */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChargeBatchAnswer"];
                    "application/x-ndjson": components["schemas"]["ChargedLine"] | components["schemas"]["ProblemAnswer"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            402: components["responses"]["Problem402"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            /** @description Not possible in this state */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {string} */
                        code?: "too-many-payments";
                    };
                };
            };
            410: components["responses"]["Problem410"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            /** @description Not decided, or outcome unknown: retry, commands with the same key */
            503: {
                headers: {
                    /** @description Seconds */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {string} */
                        code?: "unavailable";
                    };
                };
            };
        };
    };
    chargeCharges: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
                /** @description The person behind the key; kept in what is recorded */
                "X-Actor"?: string;
                /** @description Echoed */
                "X-Request-Id"?: string;
            };
            path: {
                accountId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChargeUsageBody"];
            };
        };
        responses: {
            /** @description Charges usage */
            201: {
                headers: {
                    /** @description That of the request, or a new one */
                    "X-Request-Id"?: string;
                    /** @description true where this key was answered before */
                    "Idempotent-Replayed"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChargeAnswer"];
                };
            };
            /** @description A payment that waits for credits */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChargeAnswer"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            402: components["responses"]["Problem402"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            /** @description Not possible in this state */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {string} */
                        code?: "too-many-payments" | "too-much-at-once";
                    };
                };
            };
            410: components["responses"]["Problem410"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            /** @description Not decided, or outcome unknown: retry, commands with the same key */
            503: {
                headers: {
                    /** @description Seconds */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {string} */
                        code?: "busy" | "outcome-unknown" | "store-unavailable" | "unavailable";
                    };
                };
            };
        };
    };
    refundCharges: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
                /** @description The person behind the key; kept in what is recorded */
                "X-Actor"?: string;
                /** @description Echoed */
                "X-Request-Id"?: string;
            };
            path: {
                accountId: string;
                transactionId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RefundChargeBody"];
            };
        };
        responses: {
            /** @description Gives a charge back, whole or in part */
            201: {
                headers: {
                    /** @description That of the request, or a new one */
                    "X-Request-Id"?: string;
                    /** @description true where this key was answered before */
                    "Idempotent-Replayed"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RefundAnswer"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            /** @description Unknown account, or unknown part of it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {string} */
                        code?: "account-not-found" | "not-found";
                    };
                };
            };
            /** @description Not possible in this state */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {string} */
                        code?: "exceeds-charge" | "too-many-buckets" | "too-much-at-once" | "wrong-state";
                    };
                };
            };
            410: components["responses"]["Problem410"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            /** @description Not decided, or outcome unknown: retry, commands with the same key */
            503: {
                headers: {
                    /** @description Seconds */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {string} */
                        code?: "busy" | "outcome-unknown" | "store-unavailable" | "unavailable";
                    };
                };
            };
        };
    };
    usageUsage: {
        parameters: {
            query?: {
                /** @description Used at or after; 30 days before `to`, or before now, if not said. */
                from?: string;
                /** @description Used at or before; now if not said. */
                to?: string;
                /** @description Any of product, model, resource, hour, day, in the order of the items; day,product,model if not said. */
                by?: string;
                /** @description IANA name, of whose hours and days; UTC if not said. */
                timeZone?: string;
                /** @description Waits, up to 5 s, until what is read reflects this revision. One that the log lacks is 400. */
                minRevision?: number;
            };
            header?: {
                /** @description Echoed */
                "X-Request-Id"?: string;
            };
            path: {
                accountId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Usage by product, model, resource, hour or day, from the log */
            200: {
                headers: {
                    /** @description That of the request, or a new one */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UsageView"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            503: components["responses"]["Problem503"];
        };
    };
    creditsCheckUsage: {
        parameters: {
            query: {
                amount: string;
                product?: string;
                model?: string;
                gpu?: string;
                /** @description Waits, up to 5 s, until what is read reflects this revision. One that the log lacks is 400. */
                minRevision?: number;
            };
            header?: {
                /** @description Echoed */
                "X-Request-Id"?: string;
            };
            path: {
                accountId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Whether credits cover a usage, decided as a charge would be */
            200: {
                headers: {
                    /** @description That of the request, or a new one */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CreditCheckView"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            503: components["responses"]["Problem503"];
        };
    };
    listNotifications: {
        parameters: {
            query: {
                accountId: string;
                /** @description Items a page at most, 50 if not said. A page ends early, with a cursor, before it exceeds 1 MiB. */
                limit?: number;
                /** @description `nextCursor` of the page before, with the same other parameters. */
                cursor?: string;
                /** @description Waits, up to 5 s, until what is read reflects this revision. One that the log lacks is 400. */
                minRevision?: number;
            };
            header?: {
                /** @description Echoed */
                "X-Request-Id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What an account was notified of */
            200: {
                headers: {
                    /** @description That of the request, or a new one */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NotificationsPage"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            503: components["responses"]["Problem503"];
        };
    };
    listWebhooks: {
        parameters: {
            query?: never;
            header?: {
                /** @description Echoed */
                "X-Request-Id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All webhooks, without their secrets */
            200: {
                headers: {
                    /** @description That of the request, or a new one */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhooksAnswer"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            503: components["responses"]["Problem503"];
        };
    };
    configureWebhooks: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
                /** @description The person behind the key; kept in what is recorded */
                "X-Actor"?: string;
                /** @description Echoed */
                "X-Request-Id"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ConfigureWebhookBody"];
            };
        };
        responses: {
            /** @description Makes or changes a webhook */
            200: {
                headers: {
                    /** @description That of the request, or a new one */
                    "X-Request-Id"?: string;
                    /** @description true where this key was answered before */
                    "Idempotent-Replayed"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookAnswer"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            /** @description Not possible in this state */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {string} */
                        code?: "too-many-webhooks" | "too-much-at-once";
                    };
                };
            };
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            /** @description Not decided, or outcome unknown: retry, commands with the same key */
            503: {
                headers: {
                    /** @description Seconds */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {string} */
                        code?: "busy" | "outcome-unknown" | "store-unavailable" | "unavailable";
                    };
                };
            };
        };
    };
    deliveriesWebhooks: {
        parameters: {
            query?: {
                /** @description Items a page at most, 50 if not said. A page ends early, with a cursor, before it exceeds 1 MiB. */
                limit?: number;
                /** @description `nextCursor` of the page before, with the same other parameters. */
                cursor?: string;
            };
            header?: {
                /** @description Echoed */
                "X-Request-Id"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was sent, and what came of it */
            200: {
                headers: {
                    /** @description That of the request, or a new one */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeliveriesPage"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            /** @description Unknown account, or unknown part of it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {string} */
                        code?: "not-found";
                    };
                };
            };
            503: components["responses"]["Problem503"];
        };
    };
    redeliverWebhooks: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
                /** @description The person behind the key; kept in what is recorded */
                "X-Actor"?: string;
                /** @description Echoed */
                "X-Request-Id"?: string;
            };
            path: {
                id: string;
                deliveryId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RedeliverBody"];
            };
        };
        responses: {
            /** @description Sends a delivery once more */
            200: {
                headers: {
                    /** @description That of the request, or a new one */
                    "X-Request-Id"?: string;
                    /** @description true where this key was answered before */
                    "Idempotent-Replayed"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RedeliverAnswer"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            /** @description Unknown account, or unknown part of it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {string} */
                        code?: "not-found";
                    };
                };
            };
            /** @description Not possible in this state */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {string} */
                        code?: "too-much-at-once";
                    };
                };
            };
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            /** @description Not decided, or outcome unknown: retry, commands with the same key */
            503: {
                headers: {
                    /** @description Seconds */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {string} */
                        code?: "busy" | "outcome-unknown" | "store-unavailable" | "unavailable";
                    };
                };
            };
        };
    };
    listWithdrawals: {
        parameters: {
            query?: {
                status?: "requested" | "approved" | "rejected" | "paid";
                /** @description Items a page at most, 50 if not said. A page ends early, with a cursor, before it exceeds 1 MiB. */
                limit?: number;
                /** @description `nextCursor` of the page before, with the same other parameters. */
                cursor?: string;
                /** @description Waits, up to 5 s, until what is read reflects this revision. One that the log lacks is 400. */
                minRevision?: number;
            };
            header?: {
                /** @description Echoed */
                "X-Request-Id"?: string;
            };
            path: {
                accountId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Every withdrawal that was asked for, newest first */
            200: {
                headers: {
                    /** @description That of the request, or a new one */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WithdrawalsPage"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            503: components["responses"]["Problem503"];
        };
    };
    requestWithdrawals: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
                /** @description The person behind the key; kept in what is recorded */
                "X-Actor"?: string;
                /** @description Echoed */
                "X-Request-Id"?: string;
            };
            path: {
                accountId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RequestWithdrawalBody"];
            };
        };
        responses: {
            /** @description Requests purchased credits back as money */
            201: {
                headers: {
                    /** @description That of the request, or a new one */
                    "X-Request-Id"?: string;
                    /** @description true where this key was answered before */
                    "Idempotent-Replayed"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RequestedWithdrawalAnswer"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            /** @description Not possible in this state */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {string} */
                        code?: "not-withdrawable" | "too-much-at-once";
                    };
                };
            };
            410: components["responses"]["Problem410"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            /** @description Not decided, or outcome unknown: retry, commands with the same key */
            503: {
                headers: {
                    /** @description Seconds */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {string} */
                        code?: "busy" | "outcome-unknown" | "store-unavailable" | "unavailable";
                    };
                };
            };
        };
    };
    approveWithdrawals: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
                /** @description The person behind the key; kept in what is recorded */
                "X-Actor"?: string;
                /** @description Echoed */
                "X-Request-Id"?: string;
            };
            path: {
                accountId: string;
                withdrawalId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReasonBody"];
            };
        };
        responses: {
            /** @description Approves a withdrawal; by another key than the one that requested it */
            200: {
                headers: {
                    /** @description That of the request, or a new one */
                    "X-Request-Id"?: string;
                    /** @description true where this key was answered before */
                    "Idempotent-Replayed"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WithdrawalAnswer"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            /** @description The role may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {string} */
                        code?: "forbidden" | "four-eyes";
                    };
                };
            };
            /** @description Unknown account, or unknown part of it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {string} */
                        code?: "account-not-found" | "not-found";
                    };
                };
            };
            409: components["responses"]["Problem409"];
            410: components["responses"]["Problem410"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            /** @description Not decided, or outcome unknown: retry, commands with the same key */
            503: {
                headers: {
                    /** @description Seconds */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {string} */
                        code?: "busy" | "outcome-unknown" | "store-unavailable" | "unavailable";
                    };
                };
            };
        };
    };
    rejectWithdrawals: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
                /** @description The person behind the key; kept in what is recorded */
                "X-Actor"?: string;
                /** @description Echoed */
                "X-Request-Id"?: string;
            };
            path: {
                accountId: string;
                withdrawalId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReasonBody"];
            };
        };
        responses: {
            /** @description Rejects a withdrawal: its credits return */
            200: {
                headers: {
                    /** @description That of the request, or a new one */
                    "X-Request-Id"?: string;
                    /** @description true where this key was answered before */
                    "Idempotent-Replayed"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WithdrawalAnswer"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            /** @description The role may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {string} */
                        code?: "forbidden" | "four-eyes";
                    };
                };
            };
            /** @description Unknown account, or unknown part of it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {string} */
                        code?: "account-not-found" | "not-found";
                    };
                };
            };
            409: components["responses"]["Problem409"];
            410: components["responses"]["Problem410"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            /** @description Not decided, or outcome unknown: retry, commands with the same key */
            503: {
                headers: {
                    /** @description Seconds */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {string} */
                        code?: "busy" | "outcome-unknown" | "store-unavailable" | "unavailable";
                    };
                };
            };
        };
    };
    paidWithdrawals: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
                /** @description The person behind the key; kept in what is recorded */
                "X-Actor"?: string;
                /** @description Echoed */
                "X-Request-Id"?: string;
            };
            path: {
                accountId: string;
                withdrawalId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReasonBody"];
            };
        };
        responses: {
            /** @description Marks an approved withdrawal as paid */
            200: {
                headers: {
                    /** @description That of the request, or a new one */
                    "X-Request-Id"?: string;
                    /** @description true where this key was answered before */
                    "Idempotent-Replayed"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WithdrawalAnswer"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            /** @description The role may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {string} */
                        code?: "forbidden" | "four-eyes";
                    };
                };
            };
            /** @description Unknown account, or unknown part of it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {string} */
                        code?: "account-not-found" | "not-found";
                    };
                };
            };
            409: components["responses"]["Problem409"];
            410: components["responses"]["Problem410"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            /** @description Not decided, or outcome unknown: retry, commands with the same key */
            503: {
                headers: {
                    /** @description Seconds */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {string} */
                        code?: "busy" | "outcome-unknown" | "store-unavailable" | "unavailable";
                    };
                };
            };
        };
    };
    purchasesWorklists: {
        parameters: {
            query?: {
                status?: "pending" | "approved" | "completed" | "failed" | "rejected" | "reversed";
                /** @description Items a page at most, 50 if not said. A page ends early, with a cursor, before it exceeds 1 MiB. */
                limit?: number;
                /** @description `nextCursor` of the page before, with the same other parameters. */
                cursor?: string;
            };
            header?: {
                /** @description Echoed */
                "X-Request-Id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Purchases of all accounts, newest first */
            200: {
                headers: {
                    /** @description That of the request, or a new one */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PurchasesList"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            503: components["responses"]["Problem503"];
        };
    };
    withdrawalsWorklists: {
        parameters: {
            query?: {
                status?: "requested" | "approved" | "rejected" | "paid";
                /** @description Items a page at most, 50 if not said. A page ends early, with a cursor, before it exceeds 1 MiB. */
                limit?: number;
                /** @description `nextCursor` of the page before, with the same other parameters. */
                cursor?: string;
            };
            header?: {
                /** @description Echoed */
                "X-Request-Id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Withdrawals of all accounts, newest first */
            200: {
                headers: {
                    /** @description That of the request, or a new one */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WithdrawalsList"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            503: components["responses"]["Problem503"];
        };
    };
}
