namespace Orleans.Runtime
{
    /// <summary>Something of Orleans itself failed.</summary>
    public class OrleansException : Exception
    {
        /// <summary>A failure without words.</summary>
        public OrleansException() : base("Unexpected error.") { }

        /// <summary>A failure.</summary>
        public OrleansException(string message) : base(message) { }

        /// <summary>A failure with its cause.</summary>
        public OrleansException(string message, Exception innerException) : base(message, innerException) { }
    }

    /// <summary>A call was turned away before a grain saw it, or nobody knows whether one did.</summary>
    public class OrleansMessageRejectionException : OrleansException
    {
        internal OrleansMessageRejectionException(string message) : base(message) { }

        internal OrleansMessageRejectionException(string message, Exception innerException) : base(message, innerException) { }
    }

    /// <summary>The silo is not there, or went away while it had the call.</summary>
    public sealed class SiloUnavailableException : OrleansMessageRejectionException
    {
        /// <summary>A silo that is not there.</summary>
        public SiloUnavailableException() : base("The silo is unavailable.") { }

        /// <summary>A silo that is not there.</summary>
        public SiloUnavailableException(string msg) : base(msg) { }

        /// <summary>A silo that is not there, with the cause.</summary>
        public SiloUnavailableException(string message, Exception innerException) : base(message, innerException) { }
    }

    /// <summary>The observer that was called does not exist any more.</summary>
    public class ClientNotAvailableException : OrleansException
    {
        internal ClientNotAvailableException(string message) : base(message) { }
    }

    /// <summary>The hosting code asks for something impossible.</summary>
    public sealed class OrleansConfigurationException : Exception
    {
        /// <summary>An impossible configuration.</summary>
        public OrleansConfigurationException(string message) : base(message) { }

        /// <summary>An impossible configuration, with the cause.</summary>
        public OrleansConfigurationException(string message, Exception innerException) : base(message, innerException) { }
    }
}

namespace Orleans.Serialization
{
    /// <summary>A value cannot travel.</summary>
    public class SerializerException : Exception
    {
        /// <summary>A value cannot travel.</summary>
        public SerializerException(string message) : base(message) { }
    }

    /// <summary>A type in a call or stream event has no serializer.</summary>
    public sealed class CodecNotFoundException(string message) : SerializerException(message);
}
