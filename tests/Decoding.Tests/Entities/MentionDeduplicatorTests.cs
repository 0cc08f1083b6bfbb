using FsCheck;
using FsCheck.Fluent;
using PaDeNer.Decoding.Documents;
using PaDeNer.Decoding.Entities;

namespace PaDeNer.Decoding.Tests.Entities;

public class MentionDeduplicatorTests
{
    private static readonly Label Person = new("PER");
    private static readonly Label Place = new("LOC");

    [Fact]
    public void The_papers_rule_gives_a_text_one_label_everywhere()
    {
        Entity[] mentions = [At(Person, "Paris", 0, 0.9), At(Place, "Paris", 0, 0.4), At(Place, "Paris", 20, 0.8), At(Place, "London", 40, 0.1)];

        IReadOnlyList<Entity> kept = MentionDeduplicator.Apply(mentions, DeduplicationPolicy.MaxProbability);

        Assert.Equal([mentions[0], mentions[3]], kept);
    }

    [Fact]
    public void Per_occurrence_lets_two_places_carry_two_labels()
    {
        Entity[] mentions = [At(Person, "Paris", 0, 0.9), At(Place, "Paris", 0, 0.4), At(Place, "Paris", 20, 0.8)];

        Assert.Equal([mentions[0], mentions[2]], MentionDeduplicator.Apply(mentions, DeduplicationPolicy.PerOccurrence));
        Assert.Equal(mentions, MentionDeduplicator.Apply(mentions, DeduplicationPolicy.None));
    }

    [Fact]
    public void Repeats_under_one_label_are_no_duplicates()
    {
        Entity[] mentions = [At(Person, "Ada", 0, 0.9), At(Person, "Ada", 10, 0.2)];

        Assert.Equal(mentions, MentionDeduplicator.Apply(mentions, DeduplicationPolicy.MaxProbability));
    }

    [Fact]
    public void What_a_model_says_twice_of_one_place_is_one_entity_and_the_most_probable()
    {
        Entity[] mentions = [At(Person, "Ada", 0, 0.2), At(Place, "Ada", 0, 0.5), At(Person, "Ada", 0, 0.9), At(Person, "Ada", 10, 0.1), new(Person, "Eve", null, 0.3), new(Person, "Eve", null, 0.2)];

        Assert.Equal([mentions[2], mentions[1], mentions[3], mentions[4]], MentionDeduplicator.MergeRepeats(mentions));
    }

    [Fact]
    public void Applying_it_twice_changes_nothing_more_and_the_winner_is_the_most_probable()
    {
        Arbitrary<(bool, int, int)[]> mentions = ArbMap.Default.ArbFor<(bool, int, int)[]>();
        Check.QuickThrowOnFailure(Prop.ForAll(mentions, drawn =>
        {
            Entity[] all = [.. drawn.Select(static item => At(item.Item1 ? Person : Place, $"t{Math.Abs(item.Item2 % 4)}", Math.Abs(item.Item3 % 3), Math.Abs(item.Item3 % 101) / 100.0))];
            foreach (DeduplicationPolicy policy in Enum.GetValues<DeduplicationPolicy>())
            {
                IReadOnlyList<Entity> once = MentionDeduplicator.Apply(all, policy);
                Assert.Equal(once, MentionDeduplicator.Apply(once, policy));
            }

            foreach (IGrouping<string, Entity> same in all.GroupBy(static entity => entity.Text))
            {
                IEnumerable<Entity> kept = MentionDeduplicator.Apply(all, DeduplicationPolicy.MaxProbability).Where(entity => entity.Text == same.Key);
                Assert.Single(kept.Select(static entity => entity.Label).Distinct());
                Assert.Equal(same.Max(static entity => entity.Probability), kept.Max(static entity => entity.Probability));
            }
        }));
    }

    private static Entity At(Label label, string text, int start, double probability) =>
        new(label, text, new TextSpan(start, start + text.Length), probability);
}
