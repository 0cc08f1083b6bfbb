namespace PaDeNer.Daemon.Commands;

/// <summary>What each verb of the daemon does, with examples; shown by its <c>--help</c>.</summary>
internal static class HelpText
{
    private const string Serve = """
        The production daemon: reads documents from the input topic, writes their
        entities to the output topic, and what cannot be processed to the
        dead-letter topic. Serves /health/live, /health/ready, /metrics and a status
        page on Http:Port (9464). SIGTERM finishes what is being decoded,
        for Host:FinishTimeout at most, publishes it and exits 0; a second signal
        gives it up. Exits 1 where it cannot start or a part of it fails, and 79
        where another daemon of the same name has taken its place; documents that
        were in flight are read again by the next run.

        Examples:
          padener serve --bootstrap-servers kafka:9092 --set Kafka:InputTopic=news
          PADENER__Kafka__InstanceId=$HOSTNAME padener serve --config padener.json
        """;

    private const string Extract = """
        Extracts entities from a file of documents, one a line, and writes one JSON
        line for each, in input order: the same engine and the same JSON as on the
        daemon's output topic. A line of JSON is shaped as the input topic's values:
        {"text": ...} with "id", "labels" and "metadata" if wanted. A line of plain
        text is a document by itself. Blank lines are skipped. A document without an
        id gets its line number. Exits 2 at the first line that cannot be read or
        decoded, after the results before it, unless --skip-bad. A model with open
        labels (doctor says so) finds whatever words name: --labels "ship,port of call".

        Examples:
          padener extract --input documents.jsonl --output entities.jsonl
          head -5 notes.txt | padener extract --input - --output - --labels PER,ORG
          padener extract --model open.gguf --labels "ship,captain" --input log.txt --output -
          padener extract --input documents.jsonl --output - --no-timing | sha256sum
        """;

    private const string Demo = """
        Shows the whole daemon at work on this machine: starts Kafka's in-process
        test broker and the daemon with the default model, streams the sample
        documents through Kafka and prints the entities found. In colour when a
        person watches, otherwise the output topic's values as JSON lines on standard
        output; a summary goes to standard error.

        Examples:
          padener demo
          padener demo --documents 1000 | jq -c '.entities[]'
          padener demo --keep-running    (then open the status page it names)
        """;

    private const string Doctor = """
        Looks at everything the daemon needs: versions, native libraries, backend and
        device really in use, the model, memory, the broker and its topics, the
        configuration. Names a fix for each thing that is wrong. Exits 1 if the
        daemon could not run.

        Examples:
          padener doctor
          padener doctor --backend cuda --model models/large.gguf
        """;

    private const string CheckConfig = """
        Prints the configuration in force and where each value came from (built-in
        default, file, environment, command line), and every error at once. Exits 1
        if there are errors. Looks at values only: no model is loaded and no broker
        asked; doctor does both.

        Examples:
          padener check-config
          PADENER__Http__Port=8080 padener check-config --config /etc/padener.json
        """;

    /// <summary>The help of a verb; null for what is no verb.</summary>
    public static string? Of(string verb) => verb switch
    {
        "serve" => Serve,
        "extract" => Extract,
        "demo" => Demo,
        "doctor" => Doctor,
        "check-config" => CheckConfig,
        _ => null,
    };
}
