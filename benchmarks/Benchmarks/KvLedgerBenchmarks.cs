using BenchmarkDotNet.Attributes;
using PaDeNer.Batching.Slots;

namespace PaDeNer.Benchmarks;

/// <summary>The cells of one document: a prefix, four labels and a mention of each, from reservation to release.</summary>
public class KvLedgerBenchmarks
{
    private readonly KvLedger _ledger = new(4096);

    /// <summary>Gives the cells in use at its highest.</summary>
    [Benchmark]
    public int OneDocument()
    {
        _ledger.TryReserve(100);
        KvBranch prefix = KvLedger.OpenPrefix();
        _ledger.Grow(prefix, 40);
        int highest = 0;
        for (int label = 0; label < 4; label++)
        {
            KvBranch count = KvLedger.Open(prefix);
            _ledger.Grow(count, 1);
            KvBranch mention = KvLedger.Open(count);
            _ledger.Grow(mention, 4);
            highest = Math.Max(highest, _ledger.Used);
            _ledger.Close(mention);
            _ledger.Close(count);
        }

        _ledger.Unreserve(100);
        return highest;
    }
}
