-- What Orleans keeps in the database, and the keys of the login cookies. Orleans reads the texts of its queries from orleansquery, passes
-- parameters by name and reads columns by name; tables and statements are ours.

CREATE TABLE orleansquery (
    querykey  text NOT NULL CONSTRAINT orleansquery_pkey PRIMARY KEY,
    querytext text NOT NULL
);

-- One row per cluster: changes with every change of its members, which makes each of them a compare-and-set.
CREATE TABLE membership_versions (
    cluster text    NOT NULL CONSTRAINT membership_versions_pkey PRIMARY KEY,
    version integer NOT NULL DEFAULT 0
);

CREATE TABLE members (
    cluster    text        NOT NULL,
    address    text        NOT NULL,
    port       integer     NOT NULL,
    generation integer     NOT NULL,
    silo       text        NOT NULL,
    host       text        NOT NULL,
    status     integer     NOT NULL,
    gateway    integer,
    suspected  text,
    started    timestamptz NOT NULL,
    alive      timestamptz NOT NULL,
    CONSTRAINT members_pkey PRIMARY KEY (cluster, address, port, generation),
    CONSTRAINT members_cluster_fkey FOREIGN KEY (cluster) REFERENCES membership_versions (cluster)
);

-- Who subscribed to which stream. Grain state with a version that each write must name.
CREATE TABLE grain_states (
    service    text    NOT NULL,
    grain_type text    NOT NULL,
    key0       bigint  NOT NULL,
    key1       bigint  NOT NULL,
    key_text   text    NOT NULL,
    state      bytea,
    version    integer NOT NULL,
    CONSTRAINT grain_states_pkey PRIMARY KEY (service, grain_type, key0, key1, key_text)
);

-- The keys that protect login cookies, as ASP.NET writes them.
CREATE TABLE login_keys (
    name text NOT NULL CONSTRAINT login_keys_pkey PRIMARY KEY,
    xml  text NOT NULL
);

INSERT INTO orleansquery (querykey, querytext) VALUES
('InsertMembershipVersionKey', '
    WITH made AS (INSERT INTO membership_versions (cluster) VALUES (@DeploymentId) ON CONFLICT DO NOTHING RETURNING 1)
    SELECT count(*)::integer FROM made'),

('InsertMembershipKey', '
    WITH turned AS (
        UPDATE membership_versions SET version = version + 1 WHERE cluster = @DeploymentId AND version = @Version RETURNING cluster),
    made AS (
        INSERT INTO members (cluster, address, port, generation, silo, host, status, gateway, started, alive)
        SELECT cluster, @Address, @Port, @Generation, @SiloName, @HostName, @Status, @ProxyPort, @StartTime, @IAmAliveTime FROM turned
        RETURNING 1)
    SELECT count(*)::integer FROM made'),

('UpdateMembershipKey', '
    WITH turned AS (
        UPDATE membership_versions SET version = version + 1
        WHERE cluster = @DeploymentId AND version = @Version
          AND EXISTS (SELECT 1 FROM members WHERE cluster = @DeploymentId AND address = @Address AND port = @Port AND generation = @Generation)
        RETURNING cluster),
    changed AS (
        UPDATE members SET status = @Status, suspected = @SuspectTimes, alive = @IAmAliveTime FROM turned
        WHERE members.cluster = turned.cluster AND address = @Address AND port = @Port AND generation = @Generation
        RETURNING 1)
    SELECT count(*)::integer FROM changed'),

('UpdateIAmAlivetimeKey', '
    UPDATE members SET alive = @IAmAliveTime WHERE cluster = @DeploymentId AND address = @Address AND port = @Port AND generation = @Generation'),

('MembershipReadRowKey', '
    SELECT v.cluster AS DeploymentId, m.address AS Address, m.port AS Port, m.generation AS Generation, m.silo AS SiloName, m.host AS HostName, m.status AS Status,
           m.gateway AS ProxyPort, m.suspected AS SuspectTimes, m.started AS StartTime, m.alive AS IAmAliveTime, v.version AS Version
    FROM membership_versions v
    LEFT JOIN members m ON m.cluster = v.cluster AND m.address = @Address AND m.port = @Port AND m.generation = @Generation
    WHERE v.cluster = @DeploymentId'),

('MembershipReadAllKey', '
    SELECT v.cluster AS DeploymentId, m.address AS Address, m.port AS Port, m.generation AS Generation, m.silo AS SiloName, m.host AS HostName, m.status AS Status,
           m.gateway AS ProxyPort, m.suspected AS SuspectTimes, m.started AS StartTime, m.alive AS IAmAliveTime, v.version AS Version
    FROM membership_versions v LEFT JOIN members m ON m.cluster = v.cluster
    WHERE v.cluster = @DeploymentId'),

('DeleteMembershipTableEntriesKey', '
    WITH gone AS (DELETE FROM members WHERE cluster = @DeploymentId)
    DELETE FROM membership_versions WHERE cluster = @DeploymentId'),

('CleanupDefunctSiloEntriesKey', '
    DELETE FROM members WHERE cluster = @DeploymentId AND alive < @IAmAliveTime AND status <> 3'),

('GatewaysQueryKey', '
    SELECT address AS Address, gateway AS ProxyPort, generation AS Generation FROM members
    WHERE cluster = @DeploymentId AND status = @Status AND gateway > 0'),

('ReadFromStorageKey', '
    SELECT state AS PayloadBinary, version AS Version FROM grain_states
    WHERE service = @ServiceId AND grain_type = @GrainTypeString AND key0 = @GrainIdN0 AND key1 = @GrainIdN1 AND key_text = coalesce(@GrainIdExtensionString, '''')
      AND @GrainIdHash IS NOT NULL AND @GrainTypeHash IS NOT NULL'),

('WriteToStorageKey', '
    INSERT INTO grain_states AS held (service, grain_type, key0, key1, key_text, state, version)
    SELECT @ServiceId, @GrainTypeString, @GrainIdN0, @GrainIdN1, coalesce(@GrainIdExtensionString, ''''), @PayloadBinary, coalesce(@GrainStateVersion, 0) + 1
    WHERE @GrainIdHash IS NOT NULL AND @GrainTypeHash IS NOT NULL
    ON CONFLICT (service, grain_type, key0, key1, key_text) DO UPDATE SET state = excluded.state, version = held.version + 1
        WHERE held.version = coalesce(@GrainStateVersion, -1)
    RETURNING version AS NewGrainStateVersion'),

('ClearStorageKey', '
    UPDATE grain_states SET state = NULL, version = version + 1
    WHERE service = @ServiceId AND grain_type = @GrainTypeString AND key0 = @GrainIdN0 AND key1 = @GrainIdN1 AND key_text = coalesce(@GrainIdExtensionString, '''')
      AND version = @GrainStateVersion AND @GrainIdHash IS NOT NULL AND @GrainTypeHash IS NOT NULL
    RETURNING version AS NewGrainStateVersion'),

('DeleteStorageKey', '
    DELETE FROM grain_states
    WHERE service = @ServiceId AND grain_type = @GrainTypeString AND key0 = @GrainIdN0 AND key1 = @GrainIdN1 AND key_text = coalesce(@GrainIdExtensionString, '''')
      AND version = @GrainStateVersion AND @GrainIdHash IS NOT NULL AND @GrainTypeHash IS NOT NULL
    RETURNING version + 1 AS NewGrainStateVersion');
