using PaDeNer.Daemon.Commands;

return await CommandLine.RunAsync(DaemonVerbs.Create(), HelpText.Of, args).ConfigureAwait(false);
