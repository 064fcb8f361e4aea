-- Claude Code logs into hourly rows that `breakeven usage` reads: the same rows as
-- `breakeven usage LOGS --format csv`. Spark 3.4 or later; `${logs}` is a folder or a pattern:
--   spark-sql --hivevar logs='projects/*/*.jsonl' --conf spark.sql.session.timeZone=UTC -f spark.sql
-- A response is written several times: the row with the largest output counts, at the first time.
-- Prompts and answers are not read.
WITH lines AS (
    -- What a session says of its agents is within `data`.
    SELECT
        COALESCE(get_json_object(value, '$.message'), get_json_object(value, '$.data.message.message')) AS message,
        COALESCE(get_json_object(value, '$.requestId'), get_json_object(value, '$.data.message.requestId')) AS request_id,
        get_json_object(value, '$.timestamp') AS stamp
    FROM text.`${logs}`
    WHERE value LIKE '%output_tokens%'
), entries AS (
    SELECT
        get_json_object(message, '$.id') AS message_id,
        request_id,
        get_json_object(message, '$.model') AS model,
        TRY_CAST(stamp AS TIMESTAMP) AS moment,
        TRY_CAST(get_json_object(message, '$.usage.input_tokens') AS BIGINT) AS fresh_input,
        TRY_CAST(get_json_object(message, '$.usage.cache_read_input_tokens') AS BIGINT) AS cached_read,
        COALESCE(
            TRY_CAST(get_json_object(message, '$.usage.cache_creation_input_tokens') AS BIGINT),
            TRY_CAST(get_json_object(message, '$.usage.cache_creation.ephemeral_5m_input_tokens') AS BIGINT)
            + TRY_CAST(get_json_object(message, '$.usage.cache_creation.ephemeral_1h_input_tokens') AS BIGINT)
        ) AS cache_write,
        TRY_CAST(get_json_object(message, '$.usage.output_tokens') AS BIGINT) AS output
    FROM lines
), responses AS (
    SELECT
        MIN(moment) AS first_at,
        MAX_BY(
            NAMED_STRUCT('model', model, 'fresh_input', fresh_input, 'cached_read', cached_read,
                'cache_write', cache_write, 'output', output),
            NAMED_STRUCT('output', output,
                'input', fresh_input + COALESCE(cached_read, 0) + COALESCE(cache_write, 0))
        ) AS kept
    FROM entries
    WHERE COALESCE(model, '') != '<synthetic>' AND fresh_input IS NOT NULL AND output IS NOT NULL
    GROUP BY COALESCE(CONCAT('m', message_id), CONCAT('r', request_id), UUID())
)
SELECT
    DATE_FORMAT(DATE_TRUNC('HOUR', first_at), "yyyy-MM-dd'T'HH:00:00'Z'") AS hour,
    COALESCE(kept.model, 'not stated') AS model,
    COUNT(*) AS requests,
    SUM(kept.fresh_input) AS fresh_input,
    SUM(kept.cached_read) AS cached_read,
    SUM(kept.cache_write) AS cache_write,
    SUM(kept.output) AS output
FROM responses
GROUP BY 1, 2
ORDER BY 1 NULLS FIRST, 2;
