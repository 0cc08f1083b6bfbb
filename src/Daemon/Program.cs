using PaDeNer.Daemon.Commands;

return await CommandLine.RunAsync(args).ConfigureAwait(false);
