using PaDeNer.Streaming.Kafka.Source;

namespace PaDeNer.Streaming.Kafka.Tests;

public class MemberIdentityTests
{
    private const string First = "padener-1";
    private const string Second = "padener-2";

    private readonly MemberIdentity _identity = new();
    private int _givenUp;

    [Fact]
    public void Nobody_holds_anything_before_something_was_assigned()
    {
        Assert.False(_identity.Holds(First));
        Settle(First);

        Assert.True(_identity.Holds(First));
        Assert.Equal(0, _givenUp);
    }

    [Fact]
    public void Another_member_holds_nothing_of_what_the_one_before_was_given_until_that_is_given_up()
    {
        Settle(First);

        Assert.False(_identity.Holds(Second));
        Assert.True(_identity.IsDoubted);

        _identity.Settle(Second, () =>
        {
            _givenUp++;
            Assert.False(_identity.Holds(Second));
        });

        Assert.True(_identity.Holds(Second));
        Assert.False(_identity.Holds(First));
        Assert.Equal(1, _givenUp);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public void Who_is_no_member_holds_nothing_and_settles_nothing(string? none)
    {
        Settle(First);
        Settle(none);

        Assert.False(_identity.Holds(none));
        Assert.False(_identity.IsDoubted);
        Assert.True(_identity.Holds(First));
        Assert.Equal(0, _givenUp);
    }

    [Fact]
    public void A_new_client_holds_nothing_and_has_nothing_to_give_up()
    {
        Settle(First);
        _identity.Forget();

        Assert.False(_identity.Holds(First));
        Settle(Second);

        Assert.True(_identity.Holds(Second));
        Assert.Equal(0, _givenUp);
    }

    [Fact]
    public void The_same_member_gives_nothing_up()
    {
        Settle(First);
        Assert.False(_identity.Holds(Second));
        Settle(First);

        Assert.False(_identity.IsDoubted);
        Assert.Equal(0, _givenUp);
    }

    private void Settle(string? id) => _identity.Settle(id, () => _givenUp++);
}
