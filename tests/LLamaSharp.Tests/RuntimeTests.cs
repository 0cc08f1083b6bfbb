using PaDeNer.Decoding.Engine;
using PaDeNer.Decoding.LLamaSharp;
using PaDeNer.LLamaSharp.Tests.Support;

namespace PaDeNer.LLamaSharp.Tests;

public sealed class RuntimeTests
{
    [Fact]
    public void The_runtime_knows_its_library_and_its_devices()
    {
        LlamaRuntime runtime = LlamaRuntime.Load();
        Assert.Same(runtime, LlamaRuntime.Load());
        Assert.Equal("LLamaSharp 0.30.0, llama.cpp 815a2a591", runtime.Release);
        Assert.StartsWith(Path.Combine(AppContext.BaseDirectory, "runtimes") + Path.DirectorySeparatorChar, runtime.LibraryPath, StringComparison.Ordinal);
        Assert.Equal("libllama.so", Path.GetFileName(runtime.LibraryPath));
        ComputeDevice cpu = Assert.Single(runtime.Devices, static device => device.Backend == "CPU");
        Assert.Equal(ComputeDeviceKind.Cpu, cpu.Kind);
        Assert.True(cpu.TotalBytes > 0);
        Assert.Equal(Path.GetFileName(Path.GetDirectoryName(runtime.LibraryPath)), runtime.CpuVariant);
        Assert.Contains("CPU", LlamaRuntime.SystemInfo, StringComparison.Ordinal);
    }

    [Fact]
    public void A_second_folder_is_refused()
    {
        LlamaRuntime runtime = LlamaRuntime.Load();
        EngineFaultException fault = Assert.Throws<EngineFaultException>(() => LlamaRuntime.Load(LlamaBackend.Cpu, "/elsewhere"));
        Assert.Contains(Path.GetDirectoryName(runtime.LibraryPath)!, fault.Message, StringComparison.Ordinal);
        Assert.Contains("/elsewhere", fault.Message, StringComparison.Ordinal);
        Assert.Same(runtime, LlamaRuntime.Load(LlamaBackend.Cpu, Path.GetDirectoryName(runtime.LibraryPath) + "/"));
    }

    [Fact]
    public void A_backend_that_is_not_there_is_an_error_and_never_a_fall_back()
    {
        Assert.SkipWhen(LlamaRuntime.Load().Devices.Any(static device => device.Backend == "CUDA"), "There is a CUDA device.");
        using TemporaryFile file = new();
        TinyModel.Save(file.Path);
        EngineFaultException fault = Assert.Throws<EngineFaultException>(
            () => LlamaModel.Load(new LlamaOptions { ModelPath = file.Path, Backend = LlamaBackend.Cuda }, TestContext.Current.CancellationToken));
        Assert.Contains("Backend cuda was asked for and offers no device", fault.Message, StringComparison.Ordinal);
        Assert.Contains("CPU", fault.Message, StringComparison.Ordinal);
        Assert.Contains("--backend cuda", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Lines_of_the_native_log_reach_the_sink_and_its_exceptions_stay_here()
    {
        List<(NativeLogLevel Level, string Line)> lines = [];
        Action<NativeLogLevel, string>? before = LlamaRuntime.LogSink;
        LlamaRuntime.LogSink = (level, line) =>
        {
            lock (lines)
            {
                lines.Add((level, line));
            }

            throw new InvalidOperationException("A sink must not throw, and if it does nothing happens.");
        };
        try
        {
            TestModels.LoadTiny(Gguf.GgufTensorType.F32).Dispose();
        }
        finally
        {
            LlamaRuntime.LogSink = before;
        }

        Assert.Contains(lines, static entry => entry.Level == NativeLogLevel.Information && entry.Line.Contains("n_vocab", StringComparison.Ordinal));
        Assert.DoesNotContain(lines, static entry => entry.Line.Length == 0 || entry.Line.EndsWith('\n'));
    }

    [Fact]
    public void A_thread_can_be_bound_to_a_core()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Linux only.");
        IReadOnlyList<int> allowed = ThreadAffinity.AllowedCores();
        Assert.NotEmpty(allowed);
        Assert.False(ThreadAffinity.PinCurrentThread(-1));
        IReadOnlyList<int> pinned = [];
        Thread thread = new(() => pinned = ThreadAffinity.PinCurrentThread(allowed[^1]) ? ThreadAffinity.AllowedCores() : []);
        thread.Start();
        thread.Join();
        Assert.Equal([allowed[^1]], pinned);
        Assert.Equal(allowed, ThreadAffinity.AllowedCores());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_thread_that_computes_takes_long_slices_and_those_it_starts_do_so_where_they_are_to(bool forThoseItStarts)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.OSVersion.Version >= new Version(6, 12), "Linux has slices of a thread's own from 6.12 on.");
        TimeSpan before = ThreadSlice.OfCurrentThread;
        (bool Taken, TimeSpan Own, TimeSpan Started) slices = default;
        Thread thread = new(() =>
        {
            slices.Taken = ThreadSlice.Lengthen(forThoseItStarts);
            slices.Own = ThreadSlice.OfCurrentThread;
            Thread started = new(() => slices.Started = ThreadSlice.OfCurrentThread);
            started.Start();
            started.Join();
        });
        thread.Start();
        thread.Join();

        Assert.Equal((true, ThreadSlice.OfComputing, forThoseItStarts ? ThreadSlice.OfComputing : before), slices);
        Assert.InRange(before, TimeSpan.FromTicks(1), ThreadSlice.OfComputing / 2);
        Assert.Equal(before, ThreadSlice.OfCurrentThread);
    }
}
