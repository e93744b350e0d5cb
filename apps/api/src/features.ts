/** Every feature of the API: the controllers, and the handlers of the buses. Written by `npm run docs`. */
import { AccountHandler } from './accounts/account.js';
import { AccountsController } from './accounts/accounts.controller.js';
import { ChangeSettingsHandler } from './accounts/change-settings.js';
import { CloseAccountHandler } from './accounts/close-account.js';
import { OpenAccountHandler } from './accounts/open-account.js';
import { AuditController } from './audit/audit.controller.js';
import { CheckpointsHandler, CheckpointHandler } from './audit/checkpoints.js';
import { CheckpointsController } from './audit/checkpoints.controller.js';
import { ConsistencyHandler } from './audit/consistency.js';
import { ExportHandler } from './audit/export.js';
import { InclusionHandler } from './audit/inclusion.js';
import { JournalHandler } from './audit/journal.js';
import { ReportHandler } from './audit/report.js';
import { TrialBalanceHandler } from './audit/trial-balance.js';
import { BalanceHandler } from './balances/balance.js';
import { BalancesController } from './balances/balances.controller.js';
import { BucketsHandler } from './balances/buckets.js';
import { BurnRateHandler } from './balances/burn-rate.js';
import { BalanceHistoryHandler } from './history/balance-history.js';
import { EventsHandler } from './history/events.js';
import { FirstPageHandler } from './history/first-page.js';
import { HistoryController } from './history/history.controller.js';
import { ReplayHandler } from './history/replay.js';
import { TransactionHandler } from './history/transaction.js';
import { TransactionsHandler, TransactionsCsvHandler } from './history/transactions.js';
import { TransactionsController } from './history/transactions.controller.js';
import { CaptureHoldHandler } from './holds/capture-hold.js';
import { HoldsHandler } from './holds/holds.js';
import { HoldsController } from './holds/holds.controller.js';
import { PlaceHoldHandler } from './holds/place-hold.js';
import { ReleaseHoldHandler } from './holds/release-hold.js';
import { ModelsHandler } from './models/models.js';
import { ModelsController } from './models/models.controller.js';
import { PriceHistoryHandler } from './models/price-history.js';
import { PriceModelHandler } from './models/price-model.js';
import { HealthController } from './operations/health.controller.js';
import { MetricsController } from './operations/metrics.controller.js';
import { OverviewHandler } from './overview/overview.js';
import { OverviewController } from './overview/overview.controller.js';
import { PlanHandler } from './plans/account-plan.js';
import { AccountPlansController } from './plans/account-plans.controller.js';
import { ChoosePlanHandler } from './plans/choose-plan.js';
import { DefinePlanHandler } from './plans/define-plan.js';
import { PlansHandler } from './plans/plans.js';
import { PlansController } from './plans/plans.controller.js';
import { DefinePromoCodeHandler } from './promo-codes/define-promo-code.js';
import { PromoCodeHandler } from './promo-codes/promo-code.js';
import { PromoCodesHandler } from './promo-codes/promo-codes.js';
import { PromoCodesController } from './promo-codes/promo-codes.controller.js';
import { RedeemPromoCodeHandler } from './promo-codes/redeem-promo-code.js';
import { RedemptionsController } from './promo-codes/redemptions.controller.js';
import { GrantPromoHandler } from './promos/grant-promo.js';
import { GrantsController } from './promos/grants.controller.js';
import { VoidGrantHandler } from './promos/void-grant.js';
import { ApprovePurchaseHandler } from './purchases/approve-purchase.js';
import { PurchasePrepaidHandler } from './purchases/purchase-prepaid.js';
import { PurchasesHandler } from './purchases/purchases.js';
import { PurchasesController } from './purchases/purchases.controller.js';
import { SettlePurchaseHandler } from './purchases/settle-purchase.js';
import { AutoRechargeController } from './recharge/auto-recharge.controller.js';
import { ConfigureAutoRechargeHandler } from './recharge/configure-auto-recharge.js';
import { ResourcesHandler } from './resources/resources.js';
import { ResourcesController } from './resources/resources.controller.js';
import { StartResourceHandler } from './resources/start-resource.js';
import { StopResourceHandler } from './resources/stop-resource.js';
import { ReturnCreditsHandler } from './returns/return-credits.js';
import { ReturnsController } from './returns/returns.controller.js';
import { SessionHandler } from './session/session.js';
import { SessionController } from './session/session.controller.js';
import { StatementController } from './statement/statement.controller.js';
import { StatementHandler } from './statement/statement.query.js';
import { SystemHandler } from './system/system.js';
import { SystemController } from './system/system.controller.js';
import { MoveTestClockHandler } from './test-clock/move-test-clock.js';
import { TestClockController } from './test-clock/test-clock.controller.js';
import { ChargeBatchHandler } from './usage/charge-batch.js';
import { ChargeBatchController } from './usage/charge-batch.controller.js';
import { ChargeUsageHandler } from './usage/charge-usage.js';
import { ChargesController } from './usage/charges.controller.js';
import { CreditsCheckHandler } from './usage/credits-check.js';
import { ExplainHandler } from './usage/explain.js';
import { RefundChargeHandler } from './usage/refund-charge.js';
import { UsageHandler } from './usage/usage.js';
import { UsageController } from './usage/usage.controller.js';
import { ConfigureWebhookHandler } from './webhooks/configure-webhook.js';
import { DeliveriesHandler } from './webhooks/deliveries.js';
import { NotificationsHandler } from './webhooks/notifications.js';
import { NotificationsController } from './webhooks/notifications.controller.js';
import { RedeliverHandler } from './webhooks/redeliver.js';
import { WebhooksHandler } from './webhooks/webhooks.js';
import { WebhooksController } from './webhooks/webhooks.controller.js';
import { RequestWithdrawalHandler } from './withdrawals/request-withdrawal.js';
import { ReviewWithdrawalHandler } from './withdrawals/review-withdrawal.js';
import { WithdrawalsHandler } from './withdrawals/withdrawals.js';
import { WithdrawalsController } from './withdrawals/withdrawals.controller.js';
import { AccountsWorklistHandler } from './worklists/accounts-worklist.js';
import { PurchasesWorklistHandler } from './worklists/purchases-worklist.js';
import { WithdrawalsWorklistHandler } from './worklists/withdrawals-worklist.js';
import { WorklistsController } from './worklists/worklists.controller.js';

export const controllers = [
  AccountsController,
  AuditController,
  CheckpointsController,
  BalancesController,
  HistoryController,
  TransactionsController,
  HoldsController,
  ModelsController,
  HealthController,
  MetricsController,
  OverviewController,
  AccountPlansController,
  PlansController,
  PromoCodesController,
  RedemptionsController,
  GrantsController,
  PurchasesController,
  AutoRechargeController,
  ResourcesController,
  ReturnsController,
  SessionController,
  StatementController,
  SystemController,
  TestClockController,
  ChargeBatchController,
  ChargesController,
  UsageController,
  NotificationsController,
  WebhooksController,
  WithdrawalsController,
  WorklistsController,
];
export const handlers = [
  AccountHandler,
  ChangeSettingsHandler,
  CloseAccountHandler,
  OpenAccountHandler,
  CheckpointsHandler,
  CheckpointHandler,
  ConsistencyHandler,
  ExportHandler,
  InclusionHandler,
  JournalHandler,
  ReportHandler,
  TrialBalanceHandler,
  BalanceHandler,
  BucketsHandler,
  BurnRateHandler,
  BalanceHistoryHandler,
  EventsHandler,
  FirstPageHandler,
  ReplayHandler,
  TransactionHandler,
  TransactionsHandler,
  TransactionsCsvHandler,
  CaptureHoldHandler,
  HoldsHandler,
  PlaceHoldHandler,
  ReleaseHoldHandler,
  ModelsHandler,
  PriceHistoryHandler,
  PriceModelHandler,
  OverviewHandler,
  PlanHandler,
  ChoosePlanHandler,
  DefinePlanHandler,
  PlansHandler,
  DefinePromoCodeHandler,
  PromoCodeHandler,
  PromoCodesHandler,
  RedeemPromoCodeHandler,
  GrantPromoHandler,
  VoidGrantHandler,
  ApprovePurchaseHandler,
  PurchasePrepaidHandler,
  PurchasesHandler,
  SettlePurchaseHandler,
  ConfigureAutoRechargeHandler,
  ResourcesHandler,
  StartResourceHandler,
  StopResourceHandler,
  ReturnCreditsHandler,
  SessionHandler,
  StatementHandler,
  SystemHandler,
  MoveTestClockHandler,
  ChargeBatchHandler,
  ChargeUsageHandler,
  CreditsCheckHandler,
  ExplainHandler,
  RefundChargeHandler,
  UsageHandler,
  ConfigureWebhookHandler,
  DeliveriesHandler,
  NotificationsHandler,
  RedeliverHandler,
  WebhooksHandler,
  RequestWithdrawalHandler,
  ReviewWithdrawalHandler,
  WithdrawalsHandler,
  AccountsWorklistHandler,
  PurchasesWorklistHandler,
  WithdrawalsWorklistHandler,
];
