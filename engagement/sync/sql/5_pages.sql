-- Pages of a partner's feed, its epoch, and putting away what is old.

-- Since when positions go on without a break. A restore changes the cluster, its timeline or the
-- database; each begins a new epoch by itself. (The timeline by the log's own file name: that of the
-- control file is written some time after a server was promoted.)
CREATE OR REPLACE FUNCTION jisr.feed_epoch() RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  here text := concat_ws('/', (SELECT system_identifier FROM pg_control_system()),
    left(pg_walfile_name(pg_current_wal_lsn()), 8),
    (SELECT oid FROM pg_database WHERE datname = current_database()));
  found text;
BEGIN
  SELECT e.epoch INTO found FROM engagement_feedepoch e WHERE e.id = 1 AND e.place = here;
  IF found IS NULL THEN
    INSERT INTO engagement_feedepoch AS e (id, epoch, place, begun_at)
    VALUES (1, replace(gen_random_uuid()::text, '-', ''), here, clock_timestamp())
    ON CONFLICT (id) DO UPDATE
      SET epoch = EXCLUDED.epoch, place = EXCLUDED.place, begun_at = EXCLUDED.begun_at
      WHERE e.place <> EXCLUDED.place;
    SELECT e.epoch INTO found FROM engagement_feedepoch e WHERE e.id = 1;
  END IF;
  RETURN found;
END $$;

-- For an operator who restored into the same database, which nothing shows.
CREATE OR REPLACE FUNCTION jisr.begin_feed_epoch() RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  DELETE FROM engagement_feedepoch;
  RETURN jisr.feed_epoch();
END $$;

-- The acting partner's agreement and feed, held until the transaction ends.
CREATE OR REPLACE FUNCTION jisr.feed_state(
  OUT agreement uuid, OUT rule integer, OUT epoch text, OUT top bigint, OUT floor bigint,
  OUT ceiling integer, OUT fields jsonb)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE a engagement_agreement;
BEGIN
  a := jisr.own_agreement();
  epoch := jisr.feed_epoch();
  SELECT a.id, a.rule, f.top, f.floor, a.ceiling, a.fields
  INTO agreement, feed_state.rule, feed_state.top, feed_state.floor, feed_state.ceiling,
       feed_state.fields
  FROM engagement_feed f WHERE f.agreement_id = a.id;
END $$;

-- Marked before their rows are read: whoever takes one out of the feed meanwhile waits, and then
-- knows that it was handed out.
CREATE OR REPLACE FUNCTION jisr.feed_page(after bigint, most integer)
RETURNS TABLE (kind text, id uuid, state text, became uuid, "position" bigint)
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  WITH page AS MATERIALIZED (
    SELECT s.id FROM engagement_share s
    WHERE s.agreement_id = (
        SELECT a.id FROM engagement_agreement a
        JOIN engagement_membership m ON m.id = a.membership_id AND m.role = 'partner'
        WHERE m.user_id = jisr.who() AND a.programme_id = jisr.programme())
      AND s.position > after
    ORDER BY s.position LIMIT least(most, 500)),
  given AS (
    UPDATE engagement_share s
    SET given_at = clock_timestamp(), first_given_at = coalesce(s.first_given_at, clock_timestamp())
    FROM page WHERE s.id = page.id
    RETURNING s.object_type::text, s.object_id, s.state::text, s.became, s.position)
  SELECT * FROM given ORDER BY given.position
$$;

CREATE OR REPLACE FUNCTION jisr.mark_held_given() RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  UPDATE engagement_share s
  SET given_at = clock_timestamp(), first_given_at = coalesce(s.first_given_at, clock_timestamp())
  WHERE s.partner_id = jisr.who() AND s.programme_id = jisr.programme() AND s.state = 'held'
$$;

-- The word that something is gone is kept for 180 days; whoever was away for longer begins again.
-- With it go the files of snapshots that have expired. How many words were put away.
CREATE OR REPLACE FUNCTION jisr.prune_feeds() RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  old timestamptz := clock_timestamp() - interval '180 days';
  agreement uuid;
  highest bigint;
  these bigint;
  pruned bigint := 0;
BEGIN
  FOR agreement IN SELECT DISTINCT s.agreement_id FROM engagement_share s
                   WHERE s.state <> 'held' AND s.changed_at < old ORDER BY 1 LOOP
    PERFORM FROM engagement_agreement a WHERE a.id = agreement FOR NO KEY UPDATE;
    WITH gone AS (DELETE FROM engagement_share s
                  WHERE s.agreement_id = agreement AND s.state <> 'held' AND s.changed_at < old
                  RETURNING s.position)
    SELECT max(g.position), count(*) INTO highest, these FROM gone g;
    UPDATE engagement_feed f SET floor = greatest(f.floor, coalesce(highest, 0))
    WHERE f.agreement_id = agreement;
    pruned := pruned + these;
  END LOOP;
  DELETE FROM engagement_snapshotpiece p USING engagement_snapshot n
  WHERE n.id = p.snapshot_id
    AND coalesce(n.expires_at, n.created_at + interval '2 days') < clock_timestamp();
  RETURN pruned;
END $$;

GRANT EXECUTE ON FUNCTION jisr.feed_state(), jisr.feed_page(bigint, integer), jisr.mark_held_given(),
  jisr.prune_feeds() TO jisr_web;
