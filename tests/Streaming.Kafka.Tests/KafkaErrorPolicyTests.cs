using Confluent.Kafka;
using PaDeNer.Streaming.Kafka.Clients;

namespace PaDeNer.Streaming.Kafka.Tests;

/// <summary>Every code has its row here too, so that no reaction changes unseen.</summary>
public sealed class KafkaErrorPolicyTests
{
    [Theory]
    [InlineData(ErrorCode.Local_Transport)]
    [InlineData(ErrorCode.Local_AllBrokersDown)]
    [InlineData(ErrorCode.Local_Resolve)]
    [InlineData(ErrorCode.Local_TimedOut)]
    [InlineData(ErrorCode.Local_TimedOutQueue)]
    [InlineData(ErrorCode.Local_WaitCoord)]
    [InlineData(ErrorCode.Local_PartitionEOF)]
    [InlineData(ErrorCode.Local_Retry)]
    [InlineData(ErrorCode.RequestTimedOut)]
    [InlineData(ErrorCode.NetworkException)]
    [InlineData(ErrorCode.LeaderNotAvailable)]
    [InlineData(ErrorCode.NotLeaderForPartition)]
    [InlineData(ErrorCode.ReplicaNotAvailable)]
    [InlineData(ErrorCode.BrokerNotAvailable)]
    [InlineData(ErrorCode.UnknownLeaderEpoch)]
    [InlineData(ErrorCode.FencedLeaderEpoch)]
    [InlineData(ErrorCode.OffsetNotAvailable)]
    [InlineData(ErrorCode.KafkaStorageError)]
    [InlineData(ErrorCode.ThrottlingQuotaExceeded)]
    [InlineData(ErrorCode.GroupCoordinatorNotAvailable)]
    [InlineData(ErrorCode.NotCoordinatorForGroup)]
    [InlineData(ErrorCode.GroupLoadInProgress)]
    [InlineData(ErrorCode.RebalanceInProgress)]
    [InlineData(ErrorCode.IllegalGeneration)]
    [InlineData(ErrorCode.UnknownMemberId)]
    [InlineData(ErrorCode.FencedMemberEpoch)]
    [InlineData(ErrorCode.StaleMemberEpoch)]
    [InlineData(ErrorCode.Local_MaxPollExceeded)]
    [InlineData(ErrorCode.UnknownTopicOrPart)]
    [InlineData(ErrorCode.UnknownTopicId)]
    public void Reading_goes_on_after_what_passes(ErrorCode code) => Same(KafkaReaction.GoOn, KafkaCall.Consume, code);

    [Theory]
    [InlineData(ErrorCode.TopicAuthorizationFailed)]
    [InlineData(ErrorCode.GroupAuthorizationFailed)]
    [InlineData(ErrorCode.SaslAuthenticationFailed)]
    [InlineData(ErrorCode.Local_Authentication)]
    [InlineData(ErrorCode.Local_UnknownTopic)]
    [InlineData(ErrorCode.Local_UnknownPartition)]
    [InlineData(ErrorCode.Local_UnknownGroup)]
    [InlineData(ErrorCode.Local_AutoOffsetReset)]
    [InlineData(ErrorCode.OffsetOutOfRange)]
    [InlineData(ErrorCode.Local_BadMsg)]
    [InlineData(ErrorCode.Local_BadCompression)]
    [InlineData(ErrorCode.Local_NotImplemented)]
    [InlineData(ErrorCode.InvalidMsg)]
    [InlineData(ErrorCode.MsgSizeTooLarge)]
    [InlineData(ErrorCode.UnsupportedVersion)]
    [InlineData(ErrorCode.InconsistentGroupProtocol)]
    [InlineData(ErrorCode.InvalidSessionTimeout)]
    [InlineData(ErrorCode.GroupMaxSizeReached)]
    [InlineData(ErrorCode.GroupIdNotFound)]
    [InlineData(ErrorCode.UnsupportedAssignor)]
    [InlineData(ErrorCode.UnreleasedInstanceId)]
    [InlineData(ErrorCode.FencedInstanceId)]
    [InlineData(ErrorCode.Local_Fenced)]
    [InlineData(ErrorCode.Local_Application)]
    [InlineData(ErrorCode.Local_KeyDeserialization)]
    [InlineData(ErrorCode.Local_ValueDeserialization)]
    public void Reading_stops_where_going_on_would_skip_or_repeat(ErrorCode code) => Same(KafkaReaction.Stop, KafkaCall.Consume, code);

    [Theory]
    [InlineData(ErrorCode.Local_QueueFull)]
    public void Writing_is_tried_again_while_the_queue_is_full(ErrorCode code) => Same(KafkaReaction.Again, KafkaCall.Produce, code);

    [Theory]
    [InlineData(ErrorCode.MsgSizeTooLarge)]
    [InlineData(ErrorCode.RecordListTooLarge)]
    public void A_record_too_large_is_replaced(ErrorCode code) => Same(KafkaReaction.Reject, KafkaCall.Produce, code);

    [Theory]
    [InlineData(ErrorCode.InvalidTimestamp)]
    [InlineData(ErrorCode.Local_InvalidDifferentRecord)]
    public void A_record_whose_timestamp_is_refused_is_written_again(ErrorCode code) => Same(KafkaReaction.Retime, KafkaCall.Produce, code);

    [Theory]
    [InlineData(ErrorCode.Local_MsgTimedOut)]
    [InlineData(ErrorCode.Local_UnknownTopic)]
    [InlineData(ErrorCode.Local_UnknownPartition)]
    [InlineData(ErrorCode.Local_Authentication)]
    [InlineData(ErrorCode.Local_PurgeQueue)]
    [InlineData(ErrorCode.Local_PurgeInflight)]
    [InlineData(ErrorCode.Local_Fenced)]
    [InlineData(ErrorCode.Local_KeySerialization)]
    [InlineData(ErrorCode.Local_ValueSerialization)]
    [InlineData(ErrorCode.UnknownTopicOrPart)]
    [InlineData(ErrorCode.TopicAuthorizationFailed)]
    [InlineData(ErrorCode.ClusterAuthorizationFailed)]
    [InlineData(ErrorCode.SaslAuthenticationFailed)]
    [InlineData(ErrorCode.TopicException)]
    [InlineData(ErrorCode.InvalidRecord)]
    [InlineData(ErrorCode.InvalidMsg)]
    [InlineData(ErrorCode.InvalidRequiredAcks)]
    [InlineData(ErrorCode.NotEnoughReplicas)]
    [InlineData(ErrorCode.NotEnoughReplicasAfterAppend)]
    [InlineData(ErrorCode.OutOfOrderSequenceNumber)]
    [InlineData(ErrorCode.InvalidProducerEpoch)]
    [InlineData(ErrorCode.UnknownProducerId)]
    [InlineData(ErrorCode.UnsupportedForMessageFormat)]
    [InlineData(ErrorCode.PolicyViolation)]
    public void Writing_stops_where_the_client_has_given_up(ErrorCode code) => Same(KafkaReaction.Stop, KafkaCall.Produce, code);

    [Theory]
    [InlineData(ErrorCode.Local_NoOffset)]
    public void Committing_nothing_is_done(ErrorCode code) => Same(KafkaReaction.GoOn, KafkaCall.Commit, code);

    [Theory]
    [InlineData(ErrorCode.Local_Transport)]
    [InlineData(ErrorCode.Local_AllBrokersDown)]
    [InlineData(ErrorCode.Local_Resolve)]
    [InlineData(ErrorCode.Local_TimedOut)]
    [InlineData(ErrorCode.Local_TimedOutQueue)]
    [InlineData(ErrorCode.Local_WaitCoord)]
    [InlineData(ErrorCode.Local_Retry)]
    [InlineData(ErrorCode.Local_InProgress)]
    [InlineData(ErrorCode.RequestTimedOut)]
    [InlineData(ErrorCode.NetworkException)]
    [InlineData(ErrorCode.GroupCoordinatorNotAvailable)]
    [InlineData(ErrorCode.NotCoordinatorForGroup)]
    [InlineData(ErrorCode.GroupLoadInProgress)]
    [InlineData(ErrorCode.RebalanceInProgress)]
    [InlineData(ErrorCode.UnstableOffsetCommit)]
    [InlineData(ErrorCode.ThrottlingQuotaExceeded)]
    [InlineData(ErrorCode.KafkaStorageError)]
    [InlineData(ErrorCode.NotEnoughReplicas)]
    [InlineData(ErrorCode.NotEnoughReplicasAfterAppend)]
    [InlineData(ErrorCode.LeaderNotAvailable)]
    [InlineData(ErrorCode.NotLeaderForPartition)]
    [InlineData(ErrorCode.IllegalGeneration)]
    [InlineData(ErrorCode.UnknownMemberId)]
    [InlineData(ErrorCode.StaleMemberEpoch)]
    [InlineData(ErrorCode.FencedMemberEpoch)]
    [InlineData(ErrorCode.Local_State)]
    [InlineData(ErrorCode.Local_AssignmentLost)]
    [InlineData(ErrorCode.UnknownTopicOrPart)]
    public void Committing_is_tried_again_after_what_passes(ErrorCode code) => Same(KafkaReaction.Again, KafkaCall.Commit, code);

    [Theory]
    [InlineData(ErrorCode.TopicAuthorizationFailed)]
    [InlineData(ErrorCode.GroupAuthorizationFailed)]
    [InlineData(ErrorCode.SaslAuthenticationFailed)]
    [InlineData(ErrorCode.Local_Authentication)]
    [InlineData(ErrorCode.OffsetMetadataTooLarge)]
    [InlineData(ErrorCode.InvalidCommitOffsetSize)]
    [InlineData(ErrorCode.InvalidGroupId)]
    [InlineData(ErrorCode.FencedInstanceId)]
    [InlineData(ErrorCode.Local_Fenced)]
    [InlineData(ErrorCode.UnsupportedVersion)]
    public void Committing_stops_where_it_will_never_work(ErrorCode code) => Same(KafkaReaction.Stop, KafkaCall.Commit, code);

    [Theory]
    [InlineData(KafkaCall.Pause, ErrorCode.Local_UnknownPartition)]
    [InlineData(KafkaCall.Pause, ErrorCode.Local_UnknownTopic)]
    [InlineData(KafkaCall.Pause, ErrorCode.Local_AssignmentLost)]
    [InlineData(KafkaCall.Pause, ErrorCode.UnknownTopicOrPart)]
    [InlineData(KafkaCall.Seek, ErrorCode.Local_UnknownPartition)]
    [InlineData(KafkaCall.Seek, ErrorCode.Local_UnknownTopic)]
    [InlineData(KafkaCall.Seek, ErrorCode.Local_AssignmentLost)]
    [InlineData(KafkaCall.Seek, ErrorCode.UnknownTopicOrPart)]
    public void Steering_a_partition_that_has_gone_needs_nothing(object call, ErrorCode code) => Same(KafkaReaction.GoOn, (KafkaCall)call, code);

    [Theory]
    [InlineData(KafkaCall.Pause, ErrorCode.Local_State)]
    [InlineData(KafkaCall.Pause, ErrorCode.Local_InProgress)]
    [InlineData(KafkaCall.Pause, ErrorCode.Local_PrevInProgress)]
    [InlineData(KafkaCall.Pause, ErrorCode.Local_Outdated)]
    [InlineData(KafkaCall.Pause, ErrorCode.Local_TimedOut)]
    [InlineData(KafkaCall.Pause, ErrorCode.Local_TimedOutQueue)]
    [InlineData(KafkaCall.Pause, ErrorCode.Local_Transport)]
    [InlineData(KafkaCall.Pause, ErrorCode.Local_AllBrokersDown)]
    [InlineData(KafkaCall.Pause, ErrorCode.Local_WaitCoord)]
    [InlineData(KafkaCall.Pause, ErrorCode.Local_Retry)]
    [InlineData(KafkaCall.Pause, ErrorCode.Local_MaxPollExceeded)]
    [InlineData(KafkaCall.Seek, ErrorCode.Local_State)]
    [InlineData(KafkaCall.Seek, ErrorCode.Local_InProgress)]
    [InlineData(KafkaCall.Seek, ErrorCode.Local_PrevInProgress)]
    [InlineData(KafkaCall.Seek, ErrorCode.Local_Outdated)]
    [InlineData(KafkaCall.Seek, ErrorCode.Local_TimedOut)]
    [InlineData(KafkaCall.Seek, ErrorCode.Local_TimedOutQueue)]
    [InlineData(KafkaCall.Seek, ErrorCode.Local_Transport)]
    [InlineData(KafkaCall.Seek, ErrorCode.Local_AllBrokersDown)]
    [InlineData(KafkaCall.Seek, ErrorCode.Local_WaitCoord)]
    [InlineData(KafkaCall.Seek, ErrorCode.Local_Retry)]
    [InlineData(KafkaCall.Seek, ErrorCode.Local_MaxPollExceeded)]
    public void Steering_is_tried_again_after_what_passes(object call, ErrorCode code) => Same(KafkaReaction.Again, (KafkaCall)call, code);

    [Theory]
    [InlineData(KafkaCall.Pause, ErrorCode.Local_InvalidArg)]
    [InlineData(KafkaCall.Pause, ErrorCode.Local_Destroy)]
    [InlineData(KafkaCall.Pause, ErrorCode.Local_Fenced)]
    [InlineData(KafkaCall.Pause, ErrorCode.Local_Authentication)]
    [InlineData(KafkaCall.Pause, ErrorCode.Local_NotImplemented)]
    [InlineData(KafkaCall.Seek, ErrorCode.Local_InvalidArg)]
    [InlineData(KafkaCall.Seek, ErrorCode.Local_Destroy)]
    [InlineData(KafkaCall.Seek, ErrorCode.Local_Fenced)]
    [InlineData(KafkaCall.Seek, ErrorCode.Local_Authentication)]
    [InlineData(KafkaCall.Seek, ErrorCode.Local_NotImplemented)]
    public void Steering_stops_where_it_will_never_work(object call, ErrorCode code) => Same(KafkaReaction.Stop, (KafkaCall)call, code);

    [Fact]
    public void The_table_has_no_row_that_no_test_names()
    {
        string[] names = [nameof(Reading_goes_on_after_what_passes), nameof(A_record_whose_timestamp_is_refused_is_written_again), nameof(Reading_stops_where_going_on_would_skip_or_repeat),
            nameof(Writing_is_tried_again_while_the_queue_is_full), nameof(A_record_too_large_is_replaced), nameof(Writing_stops_where_the_client_has_given_up),
            nameof(Committing_nothing_is_done), nameof(Committing_is_tried_again_after_what_passes), nameof(Committing_stops_where_it_will_never_work),
            nameof(Steering_a_partition_that_has_gone_needs_nothing), nameof(Steering_is_tried_again_after_what_passes), nameof(Steering_stops_where_it_will_never_work)];
        int rows = names.Sum(static name => typeof(KafkaErrorPolicyTests).GetMethod(name)!.GetCustomAttributes(typeof(InlineDataAttribute), false).Length);
        Assert.Equal(KafkaErrorPolicy.Table.Count, rows);
    }

    [Fact]
    public void A_code_without_a_row_stops_and_so_does_anything_fatal()
    {
        foreach (ErrorCode code in Enum.GetValues<ErrorCode>())
        {
            foreach (KafkaCall call in Enum.GetValues<KafkaCall>())
            {
                Assert.Equal(KafkaReaction.Stop, KafkaErrorPolicy.React(call, code, isFatal: true));
                if (call != KafkaCall.Report && !KafkaErrorPolicy.Table.ContainsKey((call, code)))
                {
                    Assert.Equal(KafkaReaction.Stop, KafkaErrorPolicy.React(call, code, isFatal: false));
                }
            }
        }

        Assert.Equal(KafkaReaction.Stop, KafkaErrorPolicy.React(KafkaCall.Report, ErrorCode.Local_Fatal, isFatal: false));
        Assert.Equal(KafkaReaction.GoOn, KafkaErrorPolicy.React(KafkaCall.Report, ErrorCode.Local_AllBrokersDown, isFatal: false));
    }

    private static void Same(KafkaReaction reaction, KafkaCall call, ErrorCode code)
    {
        Assert.Equal(reaction, KafkaErrorPolicy.React(call, code, isFatal: false));
        Assert.True(KafkaErrorPolicy.Table.ContainsKey((call, code)));
    }
}
