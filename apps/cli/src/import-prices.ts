/** `import-prices`: a provider's current prices per token, into the catalogue of a running service. */
import { randomUUID } from 'node:crypto';
import { Command, Option } from 'commander';
import { createApiClient } from './api-client.js';
import { importPrices } from './catalogue.js';
import { example, jsonOption } from './options.js';
import { pricesOfAll } from './replay-usage/model-prices.js';
import { serviceTime } from './replay-usage/service-time.js';
import { show } from './terminal/show.js';

type Given = { readonly url: string; readonly key: string; readonly json: boolean };

export const importPricesCommand = new Command('import-prices')
  .description('Imports current model prices of @pydantic/genai-prices into the catalogue.')
  .argument('<provider...>', 'openai, anthropic, google, mistral, …; the first that has a model sets its price')
  .option('--url <url>', 'where the service is', 'http://127.0.0.1:3000')
  .addOption(new Option('--key <key>', 'an admin API key').env('DRAWDOWN_API_KEY').default('dev-admin'))
  .addOption(jsonOption())
  .addHelpText(...example('import-prices openai anthropic'))
  .action(async (providers: readonly string[], options: Given) => {
    const api = createApiClient({ url: options.url, apiKey: options.key });
    const prices = pricesOfAll(providers, await serviceTime(api));
    // A key of this run alone: the service's clock may stand still between two of them.
    const { added } = await importPrices(api, prices, { key: `import-${randomUUID()}`, replace: true });
    const existing = prices.length - added;
    show(options.json, { added, existing }, () => `${added} prices imported, ${existing} existed already`);
  });
