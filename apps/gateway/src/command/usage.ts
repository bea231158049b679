/** What `--help` shows. */
export const usage = `Serves OpenAI's API from TabbyAPI servers (theroyallab/tabbyAPI).

tabby-gateway --server URL [--server URL ...] [options]
tabby-gateway keys add NAME --keys FILE [--model NAME ...] [--per-minute N] [--tokens-per-minute N]

  --server URL          a TabbyAPI server; once for each. Its API key is read from TABBY_API_KEY
  --keys FILE           only callers with a key of this file; needed with --host
  --concurrency N       generations that run at once on each server (default: any number)
  --max-queued N        generations that wait for a server (default: 1000)
  --host HOST           address to listen on (default: 127.0.0.1)
  --port PORT           port to listen on (default: 8080)
  --cors ORIGIN         a page of this origin may call; once for each
  --drain SECONDS       how long streams may take to end after SIGTERM (default: 30)
  --max-body BYTES      largest request body (default: 33554432)
  --config FILE         a configuration file; flags win over it. settings.schema.json describes it
  --help                shows this
  --version             shows the version of this program

GET /healthz shows whether a server is up, GET /metrics is for Prometheus. SIGHUP reads the keys again.`
