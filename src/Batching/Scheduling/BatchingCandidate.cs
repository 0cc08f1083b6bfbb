using PaDeNer.Batching.Deadlines;

namespace PaDeNer.Batching.Scheduling;

/// <summary>What a policy may look at.</summary>
/// <param name="Arrival">Number of the document in order of arrival at the lane; unique, so that every order is total.</param>
/// <param name="Due">Its deadline.</param>
/// <param name="Slack">Time to its deadline minus the time it is predicted to take still; negative where it will be late.</param>
/// <param name="StepsPassedOver">Steps in a row that had no row of it, those before its first included.</param>
public readonly record struct BatchingCandidate(long Arrival, Deadline Due, TimeSpan Slack, int StepsPassedOver);
