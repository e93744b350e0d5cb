import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { AccountsController } from '../accounts.controller.js';
import { ChargesController } from '../charges.controller.js';
import { GrantsController } from '../grants.controller.js';
import { DueWork } from '../ledger/due-work.js';
import { Prices } from '../ledger/prices.js';
import { ModelsController } from '../models.controller.js';
import { PurchasesController } from '../purchases.controller.js';
import { QueriesModule } from '../queries/queries.module.js';
import { ResourcesController } from '../resources.controller.js';
import { TestClockController } from '../test-clock.controller.js';
import { WithdrawalsController } from '../withdrawals.controller.js';
import { Accounts } from './accounts.js';
import { ApprovePurchaseHandler } from './approve-purchase.js';
import { ApproveWithdrawalHandler } from './approve-withdrawal.js';
import { ChangeSettingsHandler } from './change-settings.js';
import { ChargeUsageHandler } from './charge-usage.js';
import { CloseAccountHandler } from './close-account.js';
import { CompletePurchaseHandler } from './complete-purchase.js';
import { FailPurchaseHandler } from './fail-purchase.js';
import { GrantPromoHandler } from './grant-promo.js';
import { MoveTestClockHandler } from './move-test-clock.js';
import { OpenAccountHandler } from './open-account.js';
import { PayWithdrawalHandler } from './pay-withdrawal.js';
import { PriceModelHandler } from './price-model.js';
import { PurchasePrepaidHandler } from './purchase-prepaid.js';
import { RefundChargeHandler } from './refund-charge.js';
import { RejectPurchaseHandler } from './reject-purchase.js';
import { RejectWithdrawalHandler } from './reject-withdrawal.js';
import { RequestWithdrawalHandler } from './request-withdrawal.js';
import { StartResourceHandler } from './start-resource.js';
import { StopResourceHandler } from './stop-resource.js';
import { VoidGrantHandler } from './void-grant.js';

@Module({
  imports: [CqrsModule, QueriesModule],
  controllers: [
    AccountsController,
    GrantsController,
    PurchasesController,
    ChargesController,
    WithdrawalsController,
    ResourcesController,
    ModelsController,
    TestClockController,
  ],
  providers: [
    Accounts,
    Prices,
    DueWork,
    OpenAccountHandler,
    ChangeSettingsHandler,
    CloseAccountHandler,
    GrantPromoHandler,
    VoidGrantHandler,
    PurchasePrepaidHandler,
    CompletePurchaseHandler,
    FailPurchaseHandler,
    ApprovePurchaseHandler,
    RejectPurchaseHandler,
    ChargeUsageHandler,
    RefundChargeHandler,
    RequestWithdrawalHandler,
    ApproveWithdrawalHandler,
    RejectWithdrawalHandler,
    PayWithdrawalHandler,
    StartResourceHandler,
    StopResourceHandler,
    PriceModelHandler,
    MoveTestClockHandler,
  ],
})
export class CommandsModule {}
