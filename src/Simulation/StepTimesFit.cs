using PaDeNer.Batching.Deadlines;

namespace PaDeNer.Simulation;

/// <summary>
/// Fits step times to steps that were seen: least squares of the relative error, repeated with less weight on what lies far off, so that
/// steps that the operating system held up count little. A term that comes out negative, other than that of few rows, is left out.
/// </summary>
internal static class StepTimesFit
{
    private const int Terms = 5;
    private const int Rounds = 25;
    private const double LeastError = 0.01;
    private const double FarOff = 4;

    /// <summary>Fits; the second value is the standard deviation of what is not far off, relative to the step's time.</summary>
    public static (StepTimes Times, double Spread) Fit(IReadOnlyList<RecordedStep> steps)
    {
        bool[] used = [true, true, true, true, true];
        double[] solution = Solve(steps, used);
        for (int dropped = 0; dropped < Terms - 1; dropped++)
        {
            int negative = Array.FindIndex(solution, static value => value < 0);
            if (negative < 0 || (negative == 1 && solution[1] + solution[2] > 0 && Array.TrueForAll(solution[2..], static value => value >= 0)))
            {
                break;
            }

            used[negative == 1 ? Array.FindLastIndex(solution, static value => value < 0) : negative] = false;
            solution = Solve(steps, used);
        }

        StepTimes times = new(solution[0], solution[1], solution[2], solution[3], solution[4]);
        return (times, SpreadOf(steps, times));
    }

    private static double SpreadOf(IReadOnlyList<RecordedStep> steps, StepTimes times)
    {
        double[] errors = [.. steps.Select(step => (step.Milliseconds / times.Of(step.Rows, step.Cells, step.Outputs)) - 1)];
        double[] sizes = [.. errors.Select(Math.Abs).Order()];
        double bound = FarOff * Math.Max(LeastError, sizes[sizes.Length / 2]);
        return Math.Sqrt(errors.Where(error => Math.Abs(error) <= bound).Average(static error => error * error));
    }

    private static double[] Solve(IReadOnlyList<RecordedStep> steps, bool[] used)
    {
        double[] solution = new double[Terms];
        double[] features = new double[Terms];
        for (int round = 0; round < Rounds; round++)
        {
            double[,] matrix = new double[Terms, Terms + 1];
            foreach (RecordedStep step in steps)
            {
                Fill(features, step);
                double error = round == 0 ? 1 : Math.Max(LeastError, Math.Abs(1 - (Dot(features, solution) / step.Milliseconds)));
                double weight = 1 / (step.Milliseconds * step.Milliseconds * error);
                for (int i = 0; i < Terms; i++)
                {
                    for (int j = 0; j < Terms; j++)
                    {
                        matrix[i, j] += used[i] && used[j] ? weight * features[i] * features[j] : 0;
                    }

                    matrix[i, Terms] += used[i] ? weight * features[i] * step.Milliseconds : 0;
                }
            }

            solution = Eliminate(matrix, used);
        }

        return solution;
    }

    private static void Fill(double[] features, in RecordedStep step)
    {
        features[0] = 1;
        features[1] = Math.Min(step.Rows, StepCostModel.FewRows);
        features[2] = step.Rows;
        features[3] = step.Rows * (double)step.Cells;
        features[4] = step.Outputs;
    }

    private static double Dot(double[] first, double[] second)
    {
        double sum = 0;
        for (int i = 0; i < Terms; i++)
        {
            sum += first[i] * second[i];
        }

        return sum;
    }

    /// <summary>Gauss and Jordan; a term that is not used, or that never varied, is 0.</summary>
    private static double[] Eliminate(double[,] matrix, bool[] used)
    {
        for (int pivot = 0; pivot < Terms; pivot++)
        {
            double diagonal = matrix[pivot, pivot];
            if (!used[pivot] || diagonal <= 1e-12)
            {
                matrix[pivot, pivot] = 1;
                matrix[pivot, Terms] = 0;
                continue;
            }

            for (int row = 0; row < Terms; row++)
            {
                double factor = row == pivot ? 0 : matrix[row, pivot] / diagonal;
                for (int column = 0; factor != 0 && column <= Terms; column++)
                {
                    matrix[row, column] -= factor * matrix[pivot, column];
                }
            }
        }

        return [.. Enumerable.Range(0, Terms).Select(i => matrix[i, Terms] / matrix[i, i])];
    }
}
