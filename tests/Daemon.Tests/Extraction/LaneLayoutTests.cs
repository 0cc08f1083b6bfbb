using PaDeNer.Daemon.Extraction;

namespace PaDeNer.Daemon.Tests.Extraction;

public class LaneLayoutTests
{
    [Fact]
    public void On_a_processor_every_core_has_a_lane_of_its_own() =>
        Assert.Equal(new LaneLayout(8, 1, Pinned: true, ThreadsWhenAlone: 4), LaneLayout.Of(new LaneOptions(), onGpu: false, cores: 8, affinity: 8));

    [Fact]
    public void On_a_GPU_there_is_one_lane() =>
        Assert.Equal(new LaneLayout(1, 1, Pinned: false), LaneLayout.Of(new LaneOptions(), onGpu: true, cores: 8, affinity: 8));

    [Fact]
    public void Fewer_lanes_share_out_the_cores() =>
        Assert.Equal(new LaneLayout(2, 4, Pinned: true, ThreadsWhenAlone: 4), LaneLayout.Of(new LaneOptions { Lanes = 2 }, onGpu: false, cores: 8, affinity: 8));

    [Fact]
    public void Under_a_quota_nothing_is_pinned_because_neighbours_would_pin_themselves_to_the_same_cores() =>
        Assert.Equal(new LaneLayout(2, 1, Pinned: false), LaneLayout.Of(new LaneOptions(), onGpu: false, cores: 2, affinity: 64));

    [Theory]
    [InlineData(0, 2, 2)]
    [InlineData(0, 64, 4)]
    [InlineData(1, 2, 1)]
    [InlineData(6, 64, 6)]
    public void A_lone_document_borrows_the_cores_of_idle_lanes(int setting, int cores, int threads) =>
        Assert.Equal(threads, LaneLayout.Of(new LaneOptions { ThreadsWhenAlone = setting }, onGpu: false, cores, affinity: cores).ThreadsWhenAlone);

    [Theory]
    [InlineData("on", 64, true)]
    [InlineData("off", 2, false)]
    [InlineData("on", 0, false)]
    public void Pinning_can_be_asked_for_or_refused(string setting, int affinity, bool pinned) =>
        Assert.Equal(pinned, LaneLayout.Of(new LaneOptions { PinLanes = setting }, onGpu: false, cores: 2, affinity).Pinned);
}
