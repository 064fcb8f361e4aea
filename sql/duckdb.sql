-- Claude Code logs into hourly rows that `breakeven usage` reads: the same rows as
-- `breakeven usage LOGS --format csv`. DuckDB 1.2 or later:
--   duckdb -c "SET VARIABLE logs = 'projects/**/*.jsonl'" -f duckdb.sql -csv > hours.csv
-- A response is written several times: the row with the largest output counts, at the first time.
-- Prompts and answers are not read.
WITH lines AS (
    -- What a session says of its agents is within `data`.
    SELECT
        COALESCE(json -> '$.message', json -> '$.data.message.message') AS message,
        COALESCE(json ->> '$.requestId', json ->> '$.data.message.requestId') AS request_id,
        json ->> '$.timestamp' AS stamp
    FROM read_ndjson_objects(getvariable('logs'), ignore_errors = true)
), entries AS (
    SELECT
        message ->> '$.id' AS message_id,
        request_id,
        message ->> '$.model' AS model,
        TRY_CAST(stamp AS TIMESTAMP) AS moment,
        TRY_CAST(message ->> '$.usage.input_tokens' AS BIGINT) AS fresh_input,
        TRY_CAST(message ->> '$.usage.cache_read_input_tokens' AS BIGINT) AS cached_read,
        COALESCE(
            TRY_CAST(message ->> '$.usage.cache_creation_input_tokens' AS BIGINT),
            TRY_CAST(message ->> '$.usage.cache_creation.ephemeral_5m_input_tokens' AS BIGINT)
            + TRY_CAST(message ->> '$.usage.cache_creation.ephemeral_1h_input_tokens' AS BIGINT)
        ) AS cache_write,
        TRY_CAST(message ->> '$.usage.output_tokens' AS BIGINT) AS output
    FROM lines
    WHERE message ->> '$.usage.output_tokens' IS NOT NULL
), responses AS (
    SELECT
        MIN(moment) AS first_at,
        ARG_MAX(
            {'model': model, 'fresh_input': fresh_input, 'cached_read': cached_read,
             'cache_write': cache_write, 'output': output},
            output * 1000000000000::HUGEINT + fresh_input + COALESCE(cached_read, 0) + COALESCE(cache_write, 0)
        ) AS kept
    FROM entries
    WHERE model IS DISTINCT FROM '<synthetic>' AND fresh_input IS NOT NULL AND output IS NOT NULL
    GROUP BY COALESCE('m' || message_id, 'r' || request_id, UUID()::VARCHAR)
)
SELECT
    STRFTIME(DATE_TRUNC('hour', first_at), '%Y-%m-%dT%H:00:00Z') AS hour,
    COALESCE(kept.model, 'not stated') AS model,
    COUNT(*) AS requests,
    SUM(kept.fresh_input)::BIGINT AS fresh_input,
    SUM(kept.cached_read)::BIGINT AS cached_read,
    SUM(kept.cache_write)::BIGINT AS cache_write,
    SUM(kept.output)::BIGINT AS output
FROM responses
GROUP BY ALL
ORDER BY 1 NULLS FIRST, 2;
