namespace PaDeNer.Streaming.Kafka.Source;

/// <summary>
/// As which member of the group our partitions are held. Brokers give whom they put out and let in again another member id, and the client does not always say that
/// the partitions were lost: of a classic group it keeps them while it asks to be let in, however long the answer takes and whatever the answer is. Its membership
/// is then a valid one, and vouches for partitions that were others' meanwhile. So an id vouches only for what was assigned to it.
/// </summary>
internal sealed class MemberIdentity
{
    private volatile string? _holder;
    private volatile bool _isDoubted;

    /// <summary>Whether somebody asked with an id that is not the holder's, and nobody has settled it since. Any thread.</summary>
    public bool IsDoubted => _isDoubted;

    /// <summary>Whether our partitions are held by the member with this id. Any thread; to be asked before it is asked which partitions are ours.</summary>
    /// <param name="id">The member id that the client has now; null or empty for none.</param>
    public bool Holds(string? id)
    {
        if (string.IsNullOrEmpty(id))
        {
            return false;
        }

        if (id == _holder)
        {
            return true;
        }

        _isDoubted = true;
        return false;
    }

    /// <summary>The member with this id is the holder from now on. Poll thread only.</summary>
    /// <param name="id">The member id that the client has now; nothing changes where it has none.</param>
    /// <param name="giveUp">Voids what is held; is called, before the new id vouches for anything, where the holder was another member.</param>
    public void Settle(string? id, Action giveUp)
    {
        if (string.IsNullOrEmpty(id))
        {
            return;
        }

        if (_holder is not null && id != _holder)
        {
            giveUp();
        }

        _holder = id;
        _isDoubted = false;
    }

    /// <summary>There is another client, which holds nothing yet. Poll thread only.</summary>
    public void Forget() => (_holder, _isDoubted) = (null, false);
}
