using Microsoft.Extensions.DependencyInjection;
using Orleans.Local.Hosting;
using Orleans.Runtime;

namespace Orleans.Runtime
{
    /// <summary>Something to do once the silo runs.</summary>
    public interface IStartupTask
    {
        /// <summary>Does it; where it fails, so does the start.</summary>
        Task Execute(CancellationToken cancellationToken);
    }
}

namespace Orleans
{
    /// <summary>The stages of a silo's start, in order.</summary>
    public static class ServiceLifecycleStage
    {
        /// <summary>Before everything.</summary>
        public const int First = int.MinValue;

        /// <summary>The runtime starts.</summary>
        public const int RuntimeInitialize = 2000;

        /// <summary>The application's services start.</summary>
        public const int ApplicationServices = 10000;

        /// <summary>The silo is about to take calls.</summary>
        public const int BecomeActive = Active - 1;

        /// <summary>The silo takes calls.</summary>
        public const int Active = 20000;

        /// <summary>After everything.</summary>
        public const int Last = int.MaxValue;
    }
}

namespace Orleans.Hosting
{
    /// <summary>What a silo does at its start.</summary>
    public static class SiloBuilderStartupExtensions
    {
        /// <summary>Runs a task of this class.</summary>
        public static ISiloBuilder AddStartupTask<TStartup>(this ISiloBuilder builder, int stage = ServiceLifecycleStage.Active) where TStartup : class, IStartupTask =>
            builder.AddStartupTask((services, cancellation) => ActivatorUtilities.GetServiceOrCreateInstance<TStartup>(services).Execute(cancellation), stage);

        /// <summary>Runs this task.</summary>
        public static ISiloBuilder AddStartupTask(this ISiloBuilder builder, IStartupTask startupTask, int stage = ServiceLifecycleStage.Active) =>
            builder.AddStartupTask((_, cancellation) => startupTask.Execute(cancellation), stage);

        /// <summary>Runs this function.</summary>
        public static ISiloBuilder AddStartupTask(this ISiloBuilder builder, Func<IServiceProvider, CancellationToken, Task> startupTask, int stage = ServiceLifecycleStage.Active)
        {
            builder.Services.AddSingleton(new StartupStep(stage, startupTask));
            return builder;
        }
    }
}
