using System.CommandLine;

namespace PaDeNer.Daemon.Commands;

/// <summary>The verbs of the daemon.</summary>
internal static class DaemonVerbs
{
    /// <summary>All of them.</summary>
    public static RootCommand Create()
    {
        RootCommand root = new(
            "PaDeNer.Stream: named-entity recognition over Kafka streams. Documents in from one topic, entities out to another, "
            + "decoded in parallel by a language model on llama.cpp.")
        {
            ServeCommand.Create(),
            ExtractCommand.Create(),
            DemoCommand.Create(),
            DoctorCommand.Create(),
            CheckConfigCommand.Create(),
            DeadLettersCommand.Create(),
            CompletionCommand.Create(),
            ManualCommand.Create(),
            new Command("help", "Says what a verb does: padener help VERB.") { new Argument<string[]>("VERB") { Arity = ArgumentArity.ZeroOrMore, Description = "The verb." } },
        };
        VersionAction.PutInto(root);
        return root;
    }
}
