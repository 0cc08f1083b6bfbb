namespace PaDeNer.Daemon.Commands;

/// <summary>What each verb of the daemon does, with examples; shown by its <c>--help</c>.</summary>
internal static class HelpText
{
    private const string Serve = """
        The production daemon: reads documents from the input topic, writes their
        entities to the output topic, and what cannot be processed to the
        dead-letter topic. Serves /health/live, /health/ready, /metrics and a status
        page on Http:Port (9464), and documents over HTTP on Api:Port (9465, this
        machine alone; docs/http-api.md). SIGTERM finishes what is being decoded,
        for Host:FinishTimeout at most, publishes it and exits 0; a second signal
        gives it up. Exits 1 where it cannot start or a part of it fails, 78 where the
        configuration is wrong, 79 where another daemon of the same name has taken its
        place, and 80 where the stream stood still and new Kafka clients did not help;
        documents that were in flight are read again by the next run.

        Examples:
          padener serve --bootstrap-servers kafka:9092 --set Kafka:InputTopic=news
          padener serve --no-kafka --model small
          PADENER__Kafka__InstanceId=$HOSTNAME padener serve --config padener.json
        """;

    private const string Extract = """
        Extracts entities from a file of documents, one a line, and writes one JSON
        line for each, in input order: the same engine and the same JSON as on the
        daemon's output topic. A line of JSON is shaped as the input topic's values:
        {"text": ...} with "id", "labels" and "metadata" if wanted. A line of plain
        text is a document by itself. Blank lines are skipped. A document without an
        id gets its line number. Input that gzip or zstd has compressed is read as it
        is, whatever its name. --show draws the texts with their entities instead. Exits 2 at the first line that cannot be read or
        decoded, after the results before it, unless --skip-bad. A model with open
        labels (doctor says so) finds whatever words name: --labels "ship,port of call".

        Examples:
          padener extract --input documents.jsonl --output entities.jsonl
          padener extract --input documents.jsonl.zst --output - --show | less
          head -5 notes.txt | padener extract --input - --output - --labels PER,ORG
          padener extract --model open.gguf --labels "ship,captain" --input log.txt --output -
          padener extract --input documents.jsonl --output - --no-timing | sha256sum
        """;

    private const string Demo = """
        Shows the whole daemon at work on this machine: starts Kafka's in-process
        test broker and the daemon with the default model, streams the sample
        documents through Kafka and prints the entities found. In colour when a
        person watches, otherwise the output topic's values as JSON lines on standard
        output; a summary goes to standard error. Every run gives the same entities in
        the same order: each document is decoded for itself, where serve packs many
        into a step (--set Batching:DocumentsInFlight=0 does so here).

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
        default, file, environment, command line), and every error at once. Exits 78
        if there are errors. Looks at values only: no model is loaded and no broker
        asked; doctor does both.

        Examples:
          padener check-config
          PADENER__Http__Port=8080 padener check-config --config /etc/padener.json
        """;

    private const string DeadLetters = """
        Looks at the records that could not be processed, in the dead-letter topic,
        and sends them to the input topic again. Reads in no consumer group, to where
        the topic ends now; a daemon that runs knows nothing of it.

        Examples:
          padener dead-letters list --fault too_large --since 2h
          padener dead-letters show --position 0/17
          padener dead-letters redrive --fault unknown_label            (a dry run)
          padener dead-letters redrive --fault unknown_label --execute
        """;

    private const string DeadLettersList = """
        Prints dead letters, a line each: place in the dead-letter topic, fault, where
        the record was read, time, key, size, how often it was sent again, detail.
        Control characters are escaped, long keys and details shortened; --json has
        them whole. How many there are goes to standard error.

        Examples:
          padener dead-letters list --since 2026-11-29 --key customer-17
          padener dead-letters list --json | jq -r .fault | sort | uniq -c
          padener dead-letters list --source-partition 2 --source-offset 1000..1999
        """;

    private const string DeadLettersShow = """
        Prints headers and values of dead letters. Nothing in them reaches the terminal
        as it is: control characters are escaped, bytes that are no UTF-8 too. --raw
        writes a value's bytes to a file. Exits 1 where there is no such dead letter.

        Examples:
          padener dead-letters show --position 0/17
          padener dead-letters show --position 0/17 --raw value.bin
          padener dead-letters show --source-partition 2 --source-offset 1000
        """;

    private const string DeadLettersRedrive = """
        Sends the records of dead letters to the input topic again: the same key, value
        and headers, to the partition they came from, without the headers of the fault
        and with two that say where from and how often. A dry run unless --execute: it
        counts what would be sent, by fault. Dead letters stay where they are, so a
        second run sends them a second time; name them by --since, --until or
        --position. A record that fails again becomes a new dead letter whose count
        is one higher; --max-redrives (3) ends that loop.

        Examples:
          padener dead-letters redrive --fault unknown_label --since 1d
          padener dead-letters redrive --fault unknown_label --since 1d --execute
          padener dead-letters redrive --position 0/17 --execute
        """;

    private const string Completion = """
        Prints a script that completes verbs, options and their values in your shell.

        Examples:
          source <(padener completion bash)
          padener completion zsh > ~/.zfunc/_padener    (a folder of fpath)
          padener completion fish > ~/.config/fish/completions/padener.fish
        """;

    private const string Manual = """
        Prints the manual page: every verb with what --help says of it, and the exit
        codes.

        Examples:
          padener man | man -l -
          padener man > /usr/local/share/man/man1/padener.1
        """;

    private const string Help = """
        Says what a verb does: the same as the verb with --help.

        Examples:
          padener help extract
          padener help dead-letters redrive
        """;

    /// <summary>The help of a verb; null for what is no verb.</summary>
    public static string? Of(string verb) => verb switch
    {
        "serve" => Serve,
        "extract" => Extract,
        "demo" => Demo,
        "doctor" => Doctor,
        "check-config" => CheckConfig,
        "completion" => Completion,
        "man" => Manual,
        "help" => Help,
        "dead-letters" => DeadLetters,
        "dead-letters list" => DeadLettersList,
        "dead-letters show" => DeadLettersShow,
        "dead-letters redrive" => DeadLettersRedrive,
        _ => null,
    };
}
