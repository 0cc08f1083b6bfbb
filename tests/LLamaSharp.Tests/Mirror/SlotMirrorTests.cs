using PaDeNer.Decoding.Engine;
using PaDeNer.Decoding.LLamaSharp.Mirror;

namespace PaDeNer.LLamaSharp.Tests.Mirror;

/// <summary>The mirror against a model that writes each slot's cells out in full.</summary>
public sealed class SlotMirrorTests
{
    private static readonly EngineCapacity Capacity = new(Slots: 6, KvCells: 40, RowsPerStep: 16, OutputsPerStep: 4, SequenceTokens: 30);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Random_changes_kept_or_taken_back_leave_the_same_cells_as_writing_them_all_out(int seed)
    {
        Random random = new(seed);
        SlotMirror mirror = new(Capacity);
        List<int>[] slots = [.. Enumerable.Range(0, Capacity.Slots).Select(static _ => new List<int>())];
        int nextCell = 0;
        int fullest = 0;
        for (int step = 0; step < 3000; step++)
        {
            List<int>[] before = [.. slots.Select(static slot => new List<int>(slot))];
            int changes = random.Next(1, 9);
            for (int change = 0; change < changes; change++)
            {
                Change(random, mirror, slots, ref nextCell);
            }

            if (random.Next(3) == 0)
            {
                mirror.RollBack(0);
                slots = before;
            }
            else
            {
                mirror.Commit();
            }

            Assert.Equal(slots.SelectMany(static slot => slot).Distinct().Count(), mirror.CellsInUse);
            Assert.All(Enumerable.Range(0, slots.Length), slot => Assert.Equal(slots[slot].Count, mirror.LengthOf(new SlotId(slot))));
            fullest = Math.Max(fullest, mirror.CellsInUse);
        }

        Assert.Equal(Capacity.KvCells, fullest);
    }

    [Fact]
    public void Rows_can_be_taken_back_and_moves_kept()
    {
        SlotMirror mirror = new(Capacity);
        SlotId[] both = [new(0), new(1)];
        Append(mirror, 0, 4, both);
        mirror.Commit();
        mirror.Trim(new SlotTrim(both[0], 1));
        mirror.Copy(new PrefixCopy(both[1], new SlotId(2), 3));
        int moves = mirror.Mark;
        Append(mirror, 4, 2, both[1..]);
        Assert.Equal(6, mirror.CellsInUse);

        mirror.RollBack(moves);
        mirror.Commit();
        Assert.Equal(4, mirror.CellsInUse);
        Assert.Equal([1, 4, 3], Enumerable.Range(0, 3).Select(slot => mirror.LengthOf(new SlotId(slot))));
    }

    private static void Change(Random random, SlotMirror mirror, List<int>[] slots, ref int nextCell)
    {
        int slot = random.Next(slots.Length);
        int other = random.Next(slots.Length);
        SlotId id = new(slot);
        switch (random.Next(6))
        {
            case 0:
                int length = random.Next(slots[slot].Count + 1);
                mirror.Trim(new SlotTrim(id, length));
                slots[slot].RemoveRange(length, slots[slot].Count - length);
                break;
            case 1 when slots[slot].Count == 0 && slots[other].Count > 0:
                int copied = random.Next(1, slots[other].Count + 1);
                mirror.Copy(new PrefixCopy(new SlotId(other), id, copied));
                slots[slot].AddRange(slots[other][..copied]);
                break;
            default:
                SlotId[] level = [.. Enumerable.Range(0, slots.Length).Where(each => slots[each].SequenceEqual(slots[slot])).Select(static each => new SlotId(each))];
                bool room = slots.SelectMany(static each => each).Distinct().Count() < Capacity.KvCells;
                if (room && slots[slot].Count < Capacity.SequenceTokens)
                {
                    SlotId[] seers = random.Next(2) == 0 ? level : [id];
                    mirror.Append(0, slots[slot].Count, seers);
                    foreach (SlotId seer in seers)
                    {
                        slots[seer.Value].Add(nextCell);
                    }

                    nextCell++;
                }

                break;
        }
    }

    private static void Append(SlotMirror mirror, int position, int rows, params SlotId[] slots)
    {
        for (int row = 0; row < rows; row++)
        {
            mirror.Append(row, position + row, slots);
        }
    }
}
