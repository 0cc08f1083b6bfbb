using PaDeNer.Daemon.Commands;
using PaDeNer.Tools;

return await CommandLine.RunAsync(ToolVerbs.Create(), ToolHelp.Of, args).ConfigureAwait(false);
