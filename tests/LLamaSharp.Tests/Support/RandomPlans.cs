using PaDeNer.Decoding.Engine;
using PaDeNer.Decoding.LLamaSharp;
using PaDeNer.Decoding.Sequences;

namespace PaDeNer.LLamaSharp.Tests.Support;

/// <summary>Legal plans without sense: slots grow, shrink, are copied and share rows, with the cache full most of the time.</summary>
public sealed class RandomPlans(LlamaEngine engine, TokenId[] tokens, int seed)
{
    private readonly Random _random = new(seed);
    private readonly int[] _lengths = new int[engine.Capacity.Slots];
    private readonly EngineDriver _driver = new(engine);

    /// <summary>Most cells that were in use after a step.</summary>
    public int FullestCells { get; private set; }

    /// <summary>Makes a plan, executes it, and compares the number of cells with a step that is known to fit.</summary>
    public StepStatus ExecuteNext()
    {
        _driver.Begin();
        int fresh = -1;
        for (int slot = 0; slot < _lengths.Length; slot++)
        {
            if (_random.Next(6) == 0)
            {
                _lengths[slot] = _random.Next(3) == 0 ? 0 : _random.Next(_lengths[slot] + 1);
                _driver.Trim(slot, _lengths[slot]);
            }
        }

        for (int slot = 0; slot < _lengths.Length; slot++)
        {
            int source = _random.Next(_lengths.Length);
            if (_lengths[slot] == 0 && _lengths[source] > 0 && _random.Next(2) == 0)
            {
                _lengths[slot] = _random.Next(1, _lengths[source] + 1);
                _driver.Copy(source, slot, _lengths[slot]);
            }
            else if (_lengths[slot] == 0)
            {
                fresh = slot;
            }
        }

        // Moves first and alone, so that the room is known exactly; then rows up to the last cell.
        if (_driver.Execute() is not StepStatus.Ok and var status)
        {
            return status;
        }

        _driver.Begin();
        AddRows(fresh);
        StepStatus result = _driver.Execute();
        FullestCells = Math.Max(FullestCells, engine.CellsInUse);
        return result;
    }

    private void AddRows(int fresh)
    {
        int room = Math.Min(engine.Capacity.KvCells - engine.CellsInUse, engine.Capacity.RowsPerStep);
        int partner = Array.FindLastIndex(_lengths, static length => length == 0);
        if (fresh >= 0 && partner >= 0 && partner != fresh)
        {
            // Two empty slots share a prefix and then part in the same step.
            int shared = Math.Min(room, _random.Next(8));
            _driver.Rows(Take(shared, 0), 0, fresh, partner);
            _lengths[fresh] = _lengths[partner] = shared;
            room -= shared;
        }

        for (int slot = 0; slot < _lengths.Length && room > 0; slot++)
        {
            int count = Math.Min(room, _random.Next(12));
            if (count > 0)
            {
                _driver.Rows(Take(count, _lengths[slot]), _lengths[slot], slot).Output();
                _lengths[slot] += count;
                room -= count;
            }
        }
    }

    private TokenId[] Take(int count, int from) =>
        [.. Enumerable.Range(from, count).Select(position => tokens[(position + _random.Next(2)) % tokens.Length])];
}
