namespace PaDeNer.Faults.Tests.Proxies;

/// <summary>What happens to a request on its way.</summary>
/// <param name="Late">How much later it goes on, and everything behind it on its connection.</param>
/// <param name="Cut">Whether its connection is cut in front of it.</param>
/// <param name="Dropped">Whether it goes nowhere, and the client hears nothing.</param>
internal readonly record struct NetworkFault(TimeSpan Late, bool Cut, bool Dropped);
