-- Claude Code logs into hourly rows that `breakeven usage` reads: the same rows as
-- `breakeven usage LOGS --format csv`. ClickHouse 24 or later:
--   clickhouse local --param_logs='projects/**/*.jsonl' --queries-file clickhouse.sql > hours.csv
-- A response is written several times: the row with the largest output counts, at the first time.
-- Prompts and answers are not read.
WITH lines AS (
    -- What a session says of its agents is within `data`.
    SELECT
        line,
        if(JSONHas(line, 'message'), JSONExtractRaw(line, 'message'), JSONExtractRaw(line, 'data', 'message', 'message')) AS message
    FROM file({logs:String}, 'LineAsString', 'line String')
    WHERE position(line, 'output_tokens') > 0
), entries AS (
    SELECT
        JSONExtract(message, 'id', 'Nullable(String)') AS message_id,
        coalesce(
            JSONExtract(line, 'requestId', 'Nullable(String)'),
            JSONExtract(line, 'data', 'message', 'requestId', 'Nullable(String)')
        ) AS request_id,
        JSONExtract(message, 'model', 'Nullable(String)') AS model,
        parseDateTime64BestEffortOrNull(JSONExtractString(line, 'timestamp'), 3, 'UTC') AS moment,
        JSONExtract(message, 'usage', 'input_tokens', 'Nullable(Int64)') AS fresh_input,
        JSONExtract(message, 'usage', 'cache_read_input_tokens', 'Nullable(Int64)') AS cached_read,
        coalesce(
            JSONExtract(message, 'usage', 'cache_creation_input_tokens', 'Nullable(Int64)'),
            JSONExtract(message, 'usage', 'cache_creation', 'ephemeral_5m_input_tokens', 'Nullable(Int64)')
            + JSONExtract(message, 'usage', 'cache_creation', 'ephemeral_1h_input_tokens', 'Nullable(Int64)')
        ) AS cache_write,
        JSONExtract(message, 'usage', 'output_tokens', 'Nullable(Int64)') AS output
    FROM lines
), responses AS (
    SELECT
        min(moment) AS first_at,
        argMax(
            tuple(model, fresh_input, cached_read, cache_write, output),
            tuple(output, fresh_input + coalesce(cached_read, 0) + coalesce(cache_write, 0))
        ) AS kept
    FROM entries
    WHERE coalesce(model, '') != '<synthetic>' AND fresh_input IS NOT NULL AND output IS NOT NULL
    GROUP BY coalesce(concat('m', message_id), concat('r', request_id), toString(generateUUIDv4()))
)
SELECT
    formatDateTime(toStartOfHour(first_at), '%Y-%m-%dT%H:00:00Z', 'UTC') AS hour,
    coalesce(kept.1, 'not stated') AS model,
    count() AS requests,
    sum(kept.2) AS fresh_input,
    sum(kept.3) AS cached_read,
    sum(kept.4) AS cache_write,
    sum(kept.5) AS output
FROM responses
GROUP BY hour, model
ORDER BY hour NULLS FIRST, model
FORMAT CSVWithNames;
