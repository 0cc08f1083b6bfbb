namespace PaDeNer.Faults.Tests.Proxies;

/// <summary>What happens to a request that ends a transaction.</summary>
internal enum CommitFault
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>The broker gets it, its answer does not come back.</summary>
    DropAnswer,

    /// <summary>It reaches the broker late, and so does everything behind it on its connection; it does so even where the client has hung up meanwhile.</summary>
    Delay,

    /// <summary>The broker gets it, and then the connection is cut.</summary>
    CutBehind,

    /// <summary>The connection is cut and the broker does not get it.</summary>
    CutBefore,
}
