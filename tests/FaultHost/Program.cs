using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using PaDeNer.FaultHost;

ParentWatch.Begin();

// Settings have the daemon's names: PADENER__Kafka__GroupId in the environment, --Kafka:GroupId=x on the command line.
using IHost host = new HostBuilder()
    .ConfigureAppConfiguration(builder => builder.AddEnvironmentVariables("PADENER__").AddCommandLine(args))
    .ConfigureLogging(static (context, logging) => logging.SetMinimumLevel(context.Configuration.GetValue("Log:Level", LogLevel.Information)).AddSimpleConsole(static console =>
    {
        console.SingleLine = true;
        console.TimestampFormat = "HH:mm:ss.fff ";
    }))
    .ConfigureServices(static (context, services) => FaultServices.Add(services, context.Configuration))
    .UseConsoleLifetime()
    .Build();
try
{
    await host.StartAsync();
    await host.WaitForShutdownAsync();
}
catch (Exception ended) when (ended is OperationCanceledException or AggregateException)
{
    await Console.Error.WriteLineAsync($"stop incomplete: {ended.Message}");
}

bool hasFailed = host.Services.GetServices<IHostedService>().OfType<BackgroundService>().Any(static one => one.ExecuteTask is { IsFaulted: true });
QuietObserver seen = host.Services.GetRequiredService<QuietObserver>();
Console.WriteLine($"ended: {seen.CommittedInAll} committed, {seen.VoidedInAll} voided");
return hasFailed ? 1 : 0;
