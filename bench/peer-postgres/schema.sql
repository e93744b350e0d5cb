-- A prepaid ledger as a team would write it that knows PostgreSQL well: one row lock an account, one stored function a
-- charge, everything in one transaction that is on disk before the answer. It does what Drawdown does for a charge:
-- idempotency by key, five tiers of buckets, entries with the amount of each bucket, the balance after it.
create table accounts (
  id text primary key,
  revision bigint not null default 0,
  overdraft numeric not null default 0,
  overdraft_limit numeric not null default 0
);

create table buckets (
  account_id text not null references accounts,
  seq int not null,
  bucket_id text not null,
  kind text not null,
  tier smallint not null,
  products text[],
  models text[],
  effective_at timestamptz not null default now(),
  expires_at timestamptz,
  granted numeric not null,
  remaining numeric not null check (remaining >= 0),
  primary key (account_id, seq)
) with (fillfactor = 70);

create table entries (
  account_id text not null,
  revision bigint not null,
  idempotency_key text not null,
  request_hash bytea not null,
  transaction_id text not null,
  actor text not null,
  recorded_at timestamptz not null,
  product text not null,
  model text,
  amount numeric not null,
  overdraft numeric not null,
  balance_after numeric not null,
  answer json not null,
  primary key (account_id, revision),
  unique (account_id, idempotency_key)
);

create table entry_lines (
  account_id text not null,
  revision bigint not null,
  line smallint not null,
  bucket_id text not null,
  kind text not null,
  amount numeric not null,
  primary key (account_id, revision, line)
);

-- What the balance of an account is, as the answers show it.
create function balance_of(p_account text) returns json language sql stable as $$
  select json_build_object(
    'total', trim_scale(coalesce(sum(b.remaining), 0) - a.overdraft)::text,
    'available', trim_scale(coalesce(sum(b.remaining), 0))::text,
    'overdraft', trim_scale(a.overdraft)::text,
    'byKind', json_build_object(
      'allowance', trim_scale(coalesce(sum(b.remaining) filter (where b.kind = 'allowance'), 0))::text,
      'promo', trim_scale(coalesce(sum(b.remaining) filter (where b.kind = 'promo'), 0))::text,
      'prepaid', trim_scale(coalesce(sum(b.remaining) filter (where b.kind = 'prepaid'), 0))::text),
    'expiring', json_build_object(
      'in7Days', trim_scale(coalesce(sum(b.remaining) filter (where b.expires_at <= now() + interval '7 days'), 0))::text,
      'in30Days', trim_scale(coalesce(sum(b.remaining) filter (where b.expires_at <= now() + interval '30 days'), 0))::text),
    'revision', a.revision)
  from accounts a
  left join buckets b
    on b.account_id = a.id and b.effective_at <= now() and (b.expires_at is null or b.expires_at > now())
  where a.id = p_account
  group by a.id
$$;

-- One charge. Raises `reused` where the key was used for another request, `short` where credits do not cover it.
create function charge(
  p_account text, p_key text, p_hash bytea, p_actor text, p_amount numeric, p_product text, p_model text
) returns json language plpgsql as $$
declare
  acc accounts%rowtype;
  earlier entries%rowtype;
  bucket record;
  open numeric := p_amount;
  part numeric;
  lines json[] := '{}';
  line int := 0;
  left_over numeric := 0;
  shown json;
begin
  select * into acc from accounts where id = p_account for update;
  if not found then raise exception 'unknown'; end if;
  select * into earlier from entries where account_id = p_account and idempotency_key = p_key;
  if found then
    if earlier.request_hash <> p_hash then raise exception 'reused'; end if;
    return earlier.answer;
  end if;
  acc.revision := acc.revision + 1;
  for bucket in
    select seq, bucket_id, kind, remaining from buckets
    where account_id = p_account and remaining > 0 and effective_at <= now()
      and (expires_at is null or expires_at > now())
      and (products is null or p_product = any (products)) and (models is null or p_model = any (models))
    order by tier, expires_at nulls last, seq
  loop
    exit when open = 0;
    part := least(open, bucket.remaining);
    open := open - part;
    update buckets set remaining = remaining - part where account_id = p_account and seq = bucket.seq;
    insert into entry_lines values (p_account, acc.revision, line, bucket.bucket_id, bucket.kind, part);
    line := line + 1;
    lines := lines || json_build_object('bucketId', bucket.bucket_id, 'kind', bucket.kind, 'amount', trim_scale(part)::text);
  end loop;
  if acc.overdraft + open > acc.overdraft_limit and open > 0 then raise exception 'short'; end if;
  update accounts set revision = acc.revision, overdraft = acc.overdraft + open where id = p_account;
  shown := json_build_object(
    'transactionId', 'tx-' || p_account || '-' || acc.revision,
    'status', 'completed',
    'amount', trim_scale(p_amount)::text,
    'allocation', array_to_json(lines),
    'overdraft', trim_scale(open)::text,
    'accountId', p_account,
    'revision', acc.revision,
    'balance', balance_of(p_account));
  insert into entries values (
    p_account, acc.revision, p_key, p_hash, shown ->> 'transactionId', p_actor, clock_timestamp(), p_product, p_model,
    p_amount, open, (shown -> 'balance' ->> 'total')::numeric, shown);
  return shown;
end
$$;

-- Many charges in one transaction, in the order of accounts, so that no two batches wait for each other in a circle.
-- `p_charges`: [{"n", "accountId", "key", "hash", "amount", "product", "model"}].
create function charge_batch(p_actor text, p_charges jsonb) returns setof json language plpgsql as $$
declare
  each record;
begin
  for each in
    select * from jsonb_to_recordset(p_charges)
      as t("n" int, "accountId" text, "key" text, "hash" text, "amount" numeric, "product" text, "model" text)
    order by "accountId", "n"
  loop
    begin
      return next json_build_object('n', each.n, 'status', 201, 'answer',
        charge(each."accountId", each.key, decode(each.hash, 'hex'), p_actor, each.amount, each.product, each.model));
    exception when raise_exception then
      return next json_build_object('n', each.n, 'status', 402, 'answer', null);
    end;
  end loop;
end
$$;

-- Whether credits cover a usage.
create function check_credits(p_account text, p_amount numeric, p_product text, p_model text) returns json
language sql stable as $$
  select json_build_object(
    'sufficient', coalesce(sum(b.remaining), 0) >= p_amount,
    'accepted', coalesce(sum(b.remaining), 0) + a.overdraft_limit - a.overdraft >= p_amount,
    'available', trim_scale(coalesce(sum(b.remaining), 0))::text,
    'revision', a.revision)
  from accounts a
  left join buckets b
    on b.account_id = a.id and b.effective_at <= now() and (b.expires_at is null or b.expires_at > now())
    and (b.products is null or p_product = any (b.products)) and (b.models is null or p_model = any (b.models))
  where a.id = p_account
  group by a.id
$$;

-- The newest transactions with what each bucket paid.
create function transactions_of(p_account text, p_limit int) returns json language sql stable as $$
  select coalesce(json_agg(row order by (row ->> 'revision')::bigint desc), '[]') from (
    select json_build_object(
      'transactionId', e.transaction_id, 'revision', e.revision, 'time', e.recorded_at, 'type', 'usage',
      'status', 'completed', 'service', e.product, 'amount', trim_scale(-e.amount)::text,
      'balanceAfter', trim_scale(e.balance_after)::text,
      'allocation', (
        select json_agg(json_build_object('bucketId', l.bucket_id, 'kind', l.kind, 'amount', trim_scale(l.amount)::text)
          order by l.line)
        from entry_lines l where l.account_id = e.account_id and l.revision = e.revision)) as row
    from entries e where e.account_id = p_account order by e.revision desc limit p_limit) newest
$$;

-- Seeds accounts with five buckets, one of each tier that can be had without a plan.
create function seed(p_prefix text, p_count int, p_funds numeric) returns void language sql as $$
  insert into accounts (id) select p_prefix || '-' || n from generate_series(0, p_count - 1) n;
  insert into buckets (account_id, seq, bucket_id, kind, tier, products, models, expires_at, granted, remaining)
  select p_prefix || '-' || n, t.seq, 'bkt-' || n || '-' || t.seq, t.kind, t.tier, t.products, t.models, t.expires_at,
    p_funds, p_funds
  from generate_series(0, p_count - 1) n,
    (values
      (1, 'promo', 2, array['inference'], array['other'], now() + interval '30 days'),
      (2, 'promo', 3, null::text[], null::text[], now() + interval '60 days'),
      (3, 'promo', 4, array['training'], null, null::timestamptz),
      (4, 'promo', 5, null, null, null),
      (5, 'prepaid', 6, null, null, null)) as t(seq, kind, tier, products, models, expires_at);
$$;
