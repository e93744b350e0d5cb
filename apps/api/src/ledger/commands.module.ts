import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { AccountsController } from '../accounts/accounts.controller.js';
import { ChargesController } from '../usage/charges.controller.js';
import { GrantsController } from '../promos/grants.controller.js';
import { DueWork } from '../test-clock/due-work.js';
import { Prices } from '../models/prices.js';
import { ModelsController } from '../models/models.controller.js';
import { PurchasesController } from '../purchases/purchases.controller.js';
import { QueriesModule } from '../queries/queries.module.js';
import { ResourcesController } from '../resources/resources.controller.js';
import { TestClockController } from '../test-clock/test-clock.controller.js';
import { WithdrawalsController } from '../withdrawals/withdrawals.controller.js';
import { Accounts } from './accounts.js';
import { ApprovePurchaseHandler } from '../purchases/approve-purchase.js';
import { ApproveWithdrawalHandler } from '../withdrawals/approve-withdrawal.js';
import { ChangeSettingsHandler } from '../accounts/change-settings.js';
import { ChargeUsageHandler } from '../usage/charge-usage.js';
import { CloseAccountHandler } from '../accounts/close-account.js';
import { CompletePurchaseHandler } from '../purchases/complete-purchase.js';
import { FailPurchaseHandler } from '../purchases/fail-purchase.js';
import { GrantPromoHandler } from '../promos/grant-promo.js';
import { MoveTestClockHandler } from '../test-clock/move-test-clock.js';
import { OpenAccountHandler } from '../accounts/open-account.js';
import { PayWithdrawalHandler } from '../withdrawals/pay-withdrawal.js';
import { PriceModelHandler } from '../models/price-model.js';
import { PurchasePrepaidHandler } from '../purchases/purchase-prepaid.js';
import { RefundChargeHandler } from '../usage/refund-charge.js';
import { RejectPurchaseHandler } from '../purchases/reject-purchase.js';
import { RejectWithdrawalHandler } from '../withdrawals/reject-withdrawal.js';
import { RequestWithdrawalHandler } from '../withdrawals/request-withdrawal.js';
import { StartResourceHandler } from '../resources/start-resource.js';
import { StopResourceHandler } from '../resources/stop-resource.js';
import { VoidGrantHandler } from '../promos/void-grant.js';

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
