namespace PaDeNer.Daemon.Hosting;

/// <summary>The stream stands still and nobody in here can mend it. Nothing is lost: a restarted daemon reads what is not committed again.</summary>
internal sealed class StreamStalledException(string message) : Exception(message);
