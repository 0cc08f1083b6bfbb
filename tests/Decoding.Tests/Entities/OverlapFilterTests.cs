using PaDeNer.Decoding.Documents;
using PaDeNer.Decoding.Entities;

namespace PaDeNer.Decoding.Tests.Entities;

public class OverlapFilterTests
{
    private static readonly Label Person = new("PER");
    private static readonly Label Place = new("LOC");

    [Fact]
    public void Of_overlapping_entities_the_most_probable_is_kept_whatever_the_labels()
    {
        Entity[] entities = [At(Person, 0, 12, 0.9), At(Place, 0, 5, 0.99), At(Place, 21, 26, 0.2), At(Person, 6, 12, 0.5)];

        Assert.Equal([entities[1], entities[2], entities[3]], OverlapFilter.Apply(entities, OverlapPolicy.Flat));
        Assert.Equal(entities, OverlapFilter.Apply(entities, OverlapPolicy.Allow));
    }

    [Fact]
    public void Of_equally_probable_ones_the_longer_then_the_earlier_then_the_first_is_kept()
    {
        Assert.Equal([At(Person, 0, 12, 0.5)], OverlapFilter.Apply([At(Place, 0, 5, 0.5), At(Person, 0, 12, 0.5)], OverlapPolicy.Flat));
        Assert.Equal([At(Person, 0, 5, 0.5)], OverlapFilter.Apply([At(Place, 3, 8, 0.5), At(Person, 0, 5, 0.5)], OverlapPolicy.Flat));
        Assert.Equal([At(Place, 0, 5, 0.5)], OverlapFilter.Apply([At(Place, 0, 5, 0.5), At(Person, 0, 5, 0.5)], OverlapPolicy.Flat));
    }

    [Fact]
    public void What_only_touches_does_not_overlap_and_what_has_no_place_overlaps_with_nothing()
    {
        Entity[] entities = [At(Person, 0, 5, 0.5), At(Place, 5, 8, 0.9), new(Person, "Eve", null, 0.1), new(Place, "Eve", null, 0.2)];

        Assert.Equal(entities, OverlapFilter.Apply(entities, OverlapPolicy.Flat));
    }

    [Fact]
    public void What_is_left_never_overlaps_and_what_went_overlaps_with_something_as_probable()
    {
        for (int seed = 0; seed < 300; seed++)
        {
            Random random = new(seed);
            Entity[] entities = [.. Enumerable.Range(0, random.Next(12)).Select(_ =>
            {
                int start = random.Next(20);
                return At(random.Next(2) == 0 ? Person : Place, start, start + 1 + random.Next(6), random.Next(5) / 4.0);
            }).Distinct()];

            IReadOnlyList<Entity> kept = OverlapFilter.Apply(entities, OverlapPolicy.Flat);

            Assert.All(kept, entity => Assert.Single(kept, other => Overlap(entity, other)));
            Assert.All(entities.Except(kept), gone => Assert.Contains(kept, other => Overlap(gone, other) && other.Probability >= gone.Probability));
            Assert.Equal(entities.Where(kept.Contains), kept);
        }
    }

    private static bool Overlap(Entity first, Entity second) => first.Span!.Value.Start < second.Span!.Value.End && second.Span.Value.Start < first.Span.Value.End;

    private static Entity At(Label label, int start, int end, double probability) => new(label, new string('x', end - start), new TextSpan(start, end), probability);
}
