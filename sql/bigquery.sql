-- Claude Code logs into hourly rows that `breakeven usage` reads: the same rows as
-- `breakeven usage LOGS --format csv`. BigQuery, with a line of the logs in each row of a table:
--   bq load --source_format=CSV --field_delimiter=$'\x01' --quote='' usage.lines 'gs://BUCKET/*.jsonl' line:STRING
--   bq query --use_legacy_sql=false --format=csv --max_rows=1000000 < bigquery.sql > hours.csv
-- A response is written several times: the row with the largest output counts, at the first time.
-- Prompts and answers are not read.
WITH lines AS (
  -- What a session says of its agents is within `data`.
  SELECT
    COALESCE(JSON_QUERY(line, '$.message'), JSON_QUERY(line, '$.data.message.message')) AS message,
    COALESCE(JSON_VALUE(line, '$.requestId'), JSON_VALUE(line, '$.data.message.requestId')) AS request_id,
    JSON_VALUE(line, '$.timestamp') AS stamp
  FROM usage.lines
  WHERE STRPOS(line, 'output_tokens') > 0
), entries AS (
  SELECT
    JSON_VALUE(message, '$.id') AS message_id,
    request_id,
    JSON_VALUE(message, '$.model') AS model,
    SAFE_CAST(stamp AS TIMESTAMP) AS moment,
    SAFE_CAST(JSON_VALUE(message, '$.usage.input_tokens') AS INT64) AS fresh_input,
    SAFE_CAST(JSON_VALUE(message, '$.usage.cache_read_input_tokens') AS INT64) AS cached_read,
    COALESCE(
      SAFE_CAST(JSON_VALUE(message, '$.usage.cache_creation_input_tokens') AS INT64),
      SAFE_CAST(JSON_VALUE(message, '$.usage.cache_creation.ephemeral_5m_input_tokens') AS INT64)
      + SAFE_CAST(JSON_VALUE(message, '$.usage.cache_creation.ephemeral_1h_input_tokens') AS INT64)
    ) AS cache_write,
    SAFE_CAST(JSON_VALUE(message, '$.usage.output_tokens') AS INT64) AS output
  FROM lines
), responses AS (
  SELECT
    MIN(moment) AS first_at,
    ARRAY_AGG(
      STRUCT(model, fresh_input, cached_read, cache_write, output)
      ORDER BY output DESC, fresh_input + COALESCE(cached_read, 0) + COALESCE(cache_write, 0) DESC
      LIMIT 1
    )[OFFSET(0)] AS kept
  FROM entries
  WHERE COALESCE(model, '') != '<synthetic>' AND fresh_input IS NOT NULL AND output IS NOT NULL
  GROUP BY COALESCE(CONCAT('m', message_id), CONCAT('r', request_id), GENERATE_UUID())
)
SELECT
  FORMAT_TIMESTAMP('%Y-%m-%dT%H:00:00Z', TIMESTAMP_TRUNC(first_at, HOUR)) AS hour,
  COALESCE(kept.model, 'not stated') AS model,
  COUNT(*) AS requests,
  SUM(kept.fresh_input) AS fresh_input,
  SUM(kept.cached_read) AS cached_read,
  SUM(kept.cache_write) AS cache_write,
  SUM(kept.output) AS output
FROM responses
GROUP BY 1, 2
ORDER BY 1, 2;
