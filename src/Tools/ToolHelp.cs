namespace PaDeNer.Tools;

/// <summary>What each verb of the tools does, with examples; shown by its <c>--help</c>.</summary>
internal static class ToolHelp
{
    private const string Reformulate = """
        Turns annotated data into training examples, worded by the very template that
        decoding asks with: for every text and every label that its source annotates,
        the count, and one example per mention; a label without mentions gives one
        example with the count 0. Forms: a line per example with prompt and
        completion (the loss belongs on the completion, the end-of-text token is your
        tool's to add), or a line per text as a tree with its branches. Input is
        JSON lines ({"text","entities":[{"label","start","end","text"}],"labels"},
        offsets in code points, labels: those the source annotates, all of the file
        where absent), CoNLL columns (IOB1, IOB2, IOBES) or the files published with
        PaDeLLM-NER. Exits 2 at the first line that cannot be read.

        Examples:
          padener reformulate --input train.jsonl --template compact-v1 --output examples.jsonl
          padener reformulate --input eng.train --format conll --template padellm-en --output - | head
          padener reformulate --input train.jsonl --template compact-v1 --form tree --labels PER,ORG,LOC,MISC --output tree.jsonl
        """;

    private const string Eval = """
        Measures a model on annotated data: precision, recall and F1 per label and
        micro, both as in the paper (sets of mention strings per text and label) and
        as strict spans; how often counts are right; errors by cause; duplicates
        before and after de-duplication; calibration. A text is asked only for labels
        that its source annotates. --predictions scores what was predicted elsewhere,
        lines of {"id","text","predictions":[{"label","text","start","end",
        "probability"}],"entities":[{"label","text","start","end"}]}, through the same
        de-duplication. start and end count code points and may be left out; mentions
        without them are searched for in order, and the report says how many were.
        The same data gives the same figures each time. Without --data and --predictions the small
        sample that comes with padener is read, to see how it works: it is no benchmark
        of quality. Exits 2 where the data cannot be read, and after the report where
        texts could not be decoded: nothing counts as found in these, and each is named
        on standard error.

        Examples:
          padener eval
          padener eval --data dev.jsonl --limit 500
          padener eval --data test.jsonl --report report --json > scores.json
          padener eval --data dev.jsonl --perturb-count +1 --min-probability 0.5
          padener eval --data dev.jsonl --window 64 --window-overlap 8
          padener eval --predictions predictions.jsonl --dedup none --overlap allow
        """;

    private const string Plan = """
        Says how many devices, replicas and partitions a load needs so that the 99th
        percentile of the latency keeps an objective. Runs the daemon's own scheduler
        on a virtual clock over steps as long as a profile says: nothing is decoded,
        a few seconds are enough, and the same question gives the same answer.
        Profiles lie in config/profiles; --record makes one of this machine by running
        documents through the model. Exits 1 where no number of devices would do, 2
        where the question makes no sense.

        Examples:
          padener plan --rate 500 --slo 250 --profile cpu-2-cores
          padener plan --rate 500 --slo 250 --profile cpu-2-cores --burst 20 --documents news.jsonl --json
          padener plan --record my-server.json --documents news.jsonl
        """;

    private const string Bench = """
        Measures this daemon beside other ways of doing the same work, on the same
        model, libraries and cores: the two autoregressive formats of the
        PaDeLLM-NER paper, PaDeLLM-NER as the paper runs it, and llama-server's way
        of working. Every system is made to give the annotated answers token by
        token, so that nobody gains by saying less. Reads a folder per dataset with
        test.jsonl, or dev.jsonl where there is none; without --data, the paper's sets
        where they lie in ../shared/data/paper, else the two small samples that come
        with padener, and the report says so. Prints tables; --report also writes
        performance.md with pictures. All cores are used for minutes: let
        nothing else run. Figures that could not be measured are null with a reason.
        --record-profile keeps what our steps took, for padener plan.

        Examples:
          padener bench --quick
          padener bench --data ../shared/data/paper --json bench.json --report docs
          padener bench --quick --datasets conll03,genia --documents 50
        """;

    /// <summary>The help of a verb; null for what is no verb.</summary>
    public static string? Of(string verb) => verb switch
    {
        "reformulate" => Reformulate,
        "eval" => Eval,
        "plan" => Plan,
        "bench" => Bench,
        _ => null,
    };
}
