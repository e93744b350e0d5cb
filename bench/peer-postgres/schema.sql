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

-- Many charges in one transaction. All accounts are locked at once, in their order, so that no two batches wait for each other
-- in a circle; rows are read once, lines folded over them in memory, and all that they write is written by four statements.
-- `p_charges`: [{"n", "accountId", "key", "hash", "amount", "product", "model"}].
create function charge_batch(p_actor text, p_charges jsonb) returns setof json language plpgsql as $$
declare
  ids text[];
  accs accounts[];
  -- Buckets in effect, account by account, each in the order in which they pay; plain arrays, for speed.
  own buckets[];
  owner text[];
  names text[];
  kinds text[];
  is_scoped boolean[];
  ends_in_7 boolean[];
  ends_in_30 boolean[];
  remains numeric[];
  before numeric[];
  low int;
  high int := 0;
  earlier json;
  used json;
  each record;
  a int := 0;
  acc accounts;
  allowance numeric;
  promo numeric;
  prepaid numeric;
  in_7_days numeric;
  in_30_days numeric;
  applicable numeric;
  open numeric;
  part numeric;
  total numeric;
  line int;
  lines json[];
  answer json;
  repeats int[] := '{}';
  new_entries entries[] := '{}';
  new_lines entry_lines[] := '{}';
begin
  select array_agg(distinct "accountId") into ids from jsonb_to_recordset(p_charges) as t("accountId" text);
  perform 1 from accounts where id = any (ids) order by id for update;
  select coalesce(array_agg(x order by x.id), '{}') into accs from accounts x where x.id = any (ids);
  select coalesce(array_agg(b), '{}'), array_agg(b.account_id), array_agg(b.bucket_id), array_agg(b.kind),
    array_agg(b.products is not null or b.models is not null),
    array_agg(coalesce(b.expires_at <= now() + interval '7 days', false)),
    array_agg(coalesce(b.expires_at <= now() + interval '30 days', false)), array_agg(b.remaining)
    into own, owner, names, kinds, is_scoped, ends_in_7, ends_in_30, remains
    from (select * from buckets where account_id = any (ids) and remaining > 0 and effective_at <= now()
        and (expires_at is null or expires_at > now())
      order by account_id, tier, expires_at nulls last, seq) b;
  before := remains;
  select json_object_agg(e.account_id || ' ' || e.idempotency_key,
      json_build_object('hash', encode(e.request_hash, 'hex'), 'answer', e.answer)) into earlier
    from jsonb_to_recordset(p_charges) as t("accountId" text, "key" text)
    join entries e on e.account_id = t."accountId" and e.idempotency_key = t."key";
  for each in
    select t.*, decode(t."hash", 'hex') as request_hash, row_number() over (partition by "accountId", "key" order by "n") as nth
      from jsonb_to_recordset(p_charges)
        as t("n" int, "accountId" text, "key" text, "hash" text, "amount" numeric, "product" text, "model" text)
      order by "accountId", "n"
  loop
    if acc.id is distinct from each."accountId" then
      if acc.id is not null then accs[a] := acc; end if;
      while a = 0 or (a <= cardinality(accs) and (accs[a]).id < each."accountId") loop a := a + 1; end loop;
      if a > cardinality(accs) or (accs[a]).id <> each."accountId" then
        acc := null;
        return next json_build_object('n', each.n, 'status', 404, 'answer', null);
        continue;
      end if;
      acc := accs[a];
      low := high + 1;
      allowance := 0;
      promo := 0;
      prepaid := 0;
      in_7_days := 0;
      in_30_days := 0;
      while owner[high + 1] = acc.id loop
        high := high + 1;
        part := remains[high];
        case kinds[high] when 'promo' then promo := promo + part; when 'prepaid' then prepaid := prepaid + part;
          else allowance := allowance + part; end case;
        if ends_in_7[high] then in_7_days := in_7_days + part; end if;
        if ends_in_30[high] then in_30_days := in_30_days + part; end if;
      end loop;
    end if;
    if each.nth > 1 then
      repeats := repeats || each.n;
      continue;
    end if;
    if earlier is not null then
      used := earlier -> (each."accountId" || ' ' || each.key);
      if used is not null then
        return next case when used ->> 'hash' = each.hash
          then json_build_object('n', each.n, 'status', 201, 'answer', used -> 'answer')
          else json_build_object('n', each.n, 'status', 422, 'answer', null) end;
        continue;
      end if;
    end if;
    -- What there is for it, looked at only as far as it is needed.
    applicable := 0;
    for at in low .. high loop
      exit when applicable >= each.amount;
      continue when is_scoped[at] and (each.product <> all ((own[at]).products)
        or coalesce(each.model, '') <> all ((own[at]).models));
      applicable := applicable + remains[at];
    end loop;
    open := greatest(each.amount - applicable, 0);
    if open > 0 and acc.overdraft + open > acc.overdraft_limit then
      return next json_build_object('n', each.n, 'status', 402, 'answer', null);
      continue;
    end if;
    acc.revision := acc.revision + 1;
    acc.overdraft := acc.overdraft + open;
    open := each.amount - open;
    line := 0;
    lines := '{}';
    for at in low .. high loop
      exit when open = 0;
      continue when remains[at] = 0 or (is_scoped[at] and (each.product <> all ((own[at]).products)
        or coalesce(each.model, '') <> all ((own[at]).models)));
      part := least(open, remains[at]);
      open := open - part;
      remains[at] := remains[at] - part;
      case kinds[at] when 'promo' then promo := promo - part; when 'prepaid' then prepaid := prepaid - part;
        else allowance := allowance - part; end case;
      if ends_in_7[at] then in_7_days := in_7_days - part; end if;
      if ends_in_30[at] then in_30_days := in_30_days - part; end if;
      new_lines := new_lines || (acc.id, acc.revision, line, names[at], kinds[at], part)::entry_lines;
      line := line + 1;
      lines := lines
        || json_build_object('bucketId', names[at], 'kind', kinds[at], 'amount', trim_scale(part)::text);
    end loop;
    open := greatest(each.amount - applicable, 0);
    total := allowance + promo + prepaid - acc.overdraft;
    answer := json_build_object(
      'transactionId', 'tx-' || acc.id || '-' || acc.revision,
      'status', 'completed',
      'amount', trim_scale(each.amount)::text,
      'allocation', array_to_json(lines),
      'overdraft', trim_scale(open)::text,
      'accountId', acc.id,
      'revision', acc.revision,
      'balance', json_build_object(
        'total', trim_scale(total)::text,
        'available', trim_scale(allowance + promo + prepaid)::text,
        'overdraft', trim_scale(acc.overdraft)::text,
        'byKind', json_build_object('allowance', trim_scale(allowance)::text, 'promo', trim_scale(promo)::text,
          'prepaid', trim_scale(prepaid)::text),
        'expiring', json_build_object('in7Days', trim_scale(in_7_days)::text, 'in30Days', trim_scale(in_30_days)::text),
        'revision', acc.revision));
    new_entries := new_entries || (acc.id, acc.revision, each.key, each.request_hash, 'tx-' || acc.id || '-' || acc.revision,
      p_actor, clock_timestamp(), each.product, each.model, each.amount, open, total, answer)::entries;
    return next json_build_object('n', each.n, 'status', 201, 'answer', answer);
  end loop;
  if acc.id is not null then accs[a] := acc; end if;
  update accounts x set revision = y.revision, overdraft = y.overdraft
    from unnest(accs) y where x.id = y.id and x.revision <> y.revision;
  update buckets b set remaining = o.after
    from unnest(own, before, remains) as o(account_id, seq, bucket_id, kind, tier, products, models, effective_at, expires_at,
      granted, remaining, earlier, after)
    where b.account_id = o.account_id and b.seq = o.seq and o.earlier <> o.after;
  insert into entries select * from unnest(new_entries);
  insert into entry_lines select * from unnest(new_lines);
  -- A key that stands twice in the batch is answered by what the first made, or decided on what there is now.
  for each in
    select t.* from jsonb_to_recordset(p_charges)
      as t("n" int, "accountId" text, "key" text, "hash" text, "amount" numeric, "product" text, "model" text)
    where "n" = any (repeats) order by "accountId", "n"
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
