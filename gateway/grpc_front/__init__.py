"""The gRPC front: google-cloud-aiplatform's default transport, served by the one JSON pipeline."""
